package pando.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pando.base.Refusal;

class CallTest {
  @Test
  void onlyProxiesAreBelievedAboutWhereACallComesFrom() {
    assertThat(client("198.51.100.7", "1.2.3.4")).isEqualTo("198.51.100.7");
    assertThat(client("127.0.0.1", "1.2.3.4, 203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(client("10.0.0.1", "203.0.113.7, 127.0.0.1")).isEqualTo("203.0.113.7");
    assertThat(client("::1", "2001:db8::7")).isEqualTo("2001:db8::7");
    assertThat(client("127.0.0.1", "nonsense")).isEqualTo("127.0.0.1");
    assertThat(client("127.0.0.1", "")).isEqualTo("127.0.0.1");
  }

  @Test
  void anAnonymousClientIsANetworkOfIpv6() {
    assertThat(from("127.0.0.1", "2001:db8::1:7").clientNetwork())
        .isEqualTo(from("127.0.0.1", "2001:db8::2:8").clientNetwork())
        .isNotEqualTo(from("127.0.0.1", "2001:db8:0:1::7").clientNetwork());
  }

  @Test
  void whoMayDoWhatIsRefusedInMastodonsWords() {
    assertThat(TestCall.get("/?access_token=ana").require("write:statuses"))
        .isEqualTo(TestSite.ANA);
    assertThatThrownBy(() -> TestCall.get("/").require("read"))
        .isInstanceOf(Refusal.Unauthorized.class)
        .hasMessage("The access token is invalid");
    assertThatThrownBy(() -> TestCall.get("/?access_token=ben").require("write:statuses"))
        .isInstanceOf(Refusal.Forbidden.class)
        .hasMessage("This action is outside the authorized scopes");
    assertThatThrownBy(() -> TestCall.get("/?access_token=app").require("read"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("This method requires an authenticated user");
  }

  @Test
  void whoMayAskWithoutATokenNeedsAGoodOneWhenThereIsOne() {
    assertThat(TestCall.get("/").find("read")).isNull();
    assertThat(TestCall.get("/?access_token=app").find("read")).isNull();
    assertThat(TestCall.get("/?access_token=ben").find("read")).isEqualTo(TestSite.BEN);
    assertThatThrownBy(() -> TestCall.get("/?access_token=stolen").find("read"))
        .isInstanceOf(Refusal.Unauthorized.class);
  }

  @Test
  void aTokenIsFoundWhereClientsPutIt() {
    assertThat(TestCall.get("/", "Authorization", "Bearer  t ").token()).isEqualTo("t");
    assertThat(TestCall.get("/", "Authorization", "Basic dDp0").token()).isNull();
    assertThat(TestCall.post("application/json", "{\"access_token\":\"t\"}").token())
        .isEqualTo("t");
    assertThat(TestCall.get("/", "Sec-WebSocket-Protocol", "t, other").token()).isEqualTo("t");
    assertThat(TestCall.get("/").token()).isNull();
  }

  @Test
  void cookiesAreReadAndSet() {
    var call = TestCall.get("/", "Cookie", "a=1; session=x=y; b=2");
    assertThat(call.cookie("session")).isEqualTo("x=y");
    assertThat(call.cookie("none")).isNull();

    var reply = Reply.redirect("/next").cookie(call, "session", "z", Duration.ofHours(1));
    assertThat(reply.header("Set-Cookie"))
        .isEqualTo("session=z; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure");
  }

  @Test
  void anIdThatCannotBeOneIsNotFound() {
    for (var id : new String[] {"0", "banana", "-1", "1e5", "9999999999999999999", ""}) {
      assertThatThrownBy(() -> withPath(id).pathId("id")).isInstanceOf(Refusal.NotFound.class);
    }
    assertThat(withPath("115599264331563009").pathId("id")).isEqualTo(115599264331563009L);
  }

  private static Call withPath(String id) {
    return TestCall.at(Map.of("id", id), "127.0.0.1");
  }

  private static String client(String peer, String forwarded) {
    return from(peer, forwarded).clientAddress();
  }

  private static Call from(String peer, String forwarded) {
    return TestCall.at(Map.of(), peer, "X-Forwarded-For", forwarded);
  }
}
