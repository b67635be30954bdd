package pando.main;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.accounts.Account.Role;
import pando.accounts.TestPeople;
import pando.base.Refusal;

class FixtureTest {
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  @Test
  void theExampleOfTheDocumentationCanBeUsedAtOnceAndAgain() throws Exception {
    var docs = EXAMPLE.matcher(Files.readString(Path.of("docs/development.md")));
    assertThat(docs.find()).isTrue();
    var fixture = Fixture.parse(docs.group(1));
    try (var people = new TestPeople()) {
      for (var start = 1; start <= 2; start++) {
        fixture.apply(people.accounts, people.logins, people.tokens);
      }

      var ana = requireNonNull(people.accounts.findByName("ana"));
      assertThat(ana.role()).isEqualTo(Role.ADMIN);
      assertThat(people.logins.authenticate("ben@example.com", "aspen in the wind").role())
          .isEqualTo(Role.MEMBER);
      var app = people.tokens.requireApp("test-client", "test-secret");
      assertThat(app.redirectUris()).contains("http://localhost:3000/callback");
      var access = requireNonNull(people.tokens.find("token-of-ana"));
      assertThat(access.account()).isEqualTo(ana.id());
      assertThat(access.app()).isEqualTo(app.id());
      assertThat(access.scopes()).isEqualTo(Set.of("read", "write", "follow", "push"));
      assertThat(requireNonNull(people.tokens.find("token-of-the-client")).account()).isNull();
    }
  }

  @Test
  void mistakesAreExplainedWithTheirPlace() {
    assertThatThrownBy(() -> Fixture.parse("users: [{name: ana, pasword: x}]"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("users[0] has 'pasword'; did you mean 'password'?");
    assertThatThrownBy(() -> Fixture.parse("users: [{name: ana}]"))
        .hasMessage("users[0] needs 'password'");
    assertThatThrownBy(() -> Fixture.parse("users: [{name: ana, password: x, role: king}]"))
        .hasMessageContaining("users[0] role is not one of");
    assertThatThrownBy(() -> Fixture.parse("tokens: ana"))
        .hasMessage("it needs a list as 'tokens'");
  }

  @Test
  void aFileThatIsNoYamlIsRefusedByName(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("people.yaml"), "users: [");

    assertThatThrownBy(() -> Fixture.read(file))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("people.yaml");
  }

  @Test
  void aTokenForNobodyWhoExistsIsRefused() {
    try (var people = new TestPeople()) {
      var fixture =
          Fixture.parse(
              """
              apps: [{name: a, client_id: a, client_secret: b, scopes: read}]
              tokens: [{token: t, user: ana, app: a, scopes: read}]
              """);

      assertThatThrownBy(() -> fixture.apply(people.accounts, people.logins, people.tokens))
          .hasMessage("a token is for 'ana', who does not exist");
    }
  }
}
