package pando.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OnwardTest {
  @Test
  void aPageThatLeadsToAnAppAllowsItsAnswerToGoThere() {
    assertThat(source("https%3A%2F%2Fapp.example%2Fdone%3Fa%3Db")).isEqualTo("https://app.example");
    assertThat(source("http%3A%2F%2F127.0.0.1%3A9000%2F")).isEqualTo("http://127.0.0.1:9000");
    assertThat(source("http%3A%2F%2F%5B%3A%3A1%5D%3A9000%2F")).isEqualTo("http://[::1]:9000");
    assertThat(source("My.App-1%3A%2Fdone")).isEqualTo("my.app-1:");
    assertThat(source("urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob")).isNull(); // shown here
  }

  @Test
  void nothingElseGetsIntoThePolicy() {
    assertThat(source("javascript%3Aalert(1)")).isNull();
    assertThat(source("https%3A%2F%2Fa.example%3B%20script-src%20*"))
        .isEqualTo("https://a.example");
    assertThat(source("x%3By%3A%2F%2F")).isNull();
    assertThat(source("%zz")).isNull();
    assertThat(new Onward("/other?redirect_uri=x%3Ay").source()).isNull();
    assertThat(Onward.HOME.source()).isNull();
  }

  private static @Nullable String source(String redirectUri) {
    return new Onward("/oauth/authorize?client_id=1&redirect_uri=" + redirectUri + "&a=b").source();
  }
}
