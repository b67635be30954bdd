package pando.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pando.config.LimitsConfig;
import pando.http.RateLimits.Budget;

class RateLimitsTest {
  private Instant now = Instant.parse("2026-11-21T12:01:00Z");
  private final RateLimits limits = new RateLimits(() -> now, true, LimitsConfig.DEFAULT);
  private final TestSite site =
      TestSite.with(
          limits,
          routes ->
              routes
                  .get("/api/v1/list", call -> Reply.ok(1))
                  .add("POST", "/api/v1/apps", call -> Reply.ok(1), Budget.APPS)
                  .add("POST", "/api/v1/media", call -> Reply.ok(1), Budget.MEDIA)
                  .get("/page", call -> Reply.html(200, "hi")));

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void everyAnswerOfTheApiSaysWhatIsLeft() throws Exception {
    var first = site.get("/api/v1/list");
    var second = site.get("/api/v1/none");

    assertThat(first.headers().firstValue("X-RateLimit-Limit")).hasValue("300");
    assertThat(first.headers().firstValue("X-RateLimit-Remaining")).hasValue("299");
    assertThat(first.headers().firstValue("X-RateLimit-Reset"))
        .hasValue("2026-11-21T12:05:00.000000Z");
    assertThat(second.headers().firstValue("X-RateLimit-Remaining")).hasValue("298");
    assertThat(site.get("/page").headers().firstValue("X-RateLimit-Limit")).isEmpty();
  }

  @Test
  void whoAsksTooOftenIsRefusedUntilTheNextWindow() throws Exception {
    for (var i = 0; i < 5; i++) {
      assertThat(post("/api/v1/apps").statusCode()).isEqualTo(200);
    }
    var refused = post("/api/v1/apps");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).isEqualTo("{\"error\":\"Too many requests\"}");
    assertThat(refused.headers().firstValue("X-RateLimit-Remaining")).hasValue("0");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("541");
    assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(site.get("/api/v1/list").statusCode()).isEqualTo(200);

    now = now.plus(Duration.ofMinutes(9));
    assertThat(post("/api/v1/apps").statusCode()).isEqualTo(200);
  }

  @Test
  void peopleHaveBudgetsOfTheirOwn() throws Exception {
    for (var i = 0; i < 30; i++) {
      assertThat(post("/api/v1/media", "Authorization", "Bearer ana").statusCode()).isEqualTo(200);
    }
    assertThat(post("/api/v1/media", "Authorization", "Bearer ana").statusCode()).isEqualTo(429);
    assertThat(post("/api/v1/media", "Authorization", "Bearer ben").statusCode()).isEqualTo(200);
  }

  @Test
  void guessedTokensAreChargedToTheAddress() throws Exception {
    for (var i = 0; i < 300; i++) {
      site.get("/api/v1/list", "Authorization", "Bearer guess" + i);
    }
    assertThat(site.get("/api/v1/list", "Authorization", "Bearer guess").statusCode())
        .isEqualTo(429);
    assertThat(site.get("/api/v1/list", "Authorization", "Bearer ana").statusCode()).isEqualTo(200);
  }

  @Test
  void clientsBehindAProxyAreCountedByTheirOwnAddress() throws Exception {
    for (var i = 0; i < 5; i++) {
      post("/api/v1/apps", "X-Forwarded-For", "203.0.113.7, 10.0.0.1");
    }
    assertThat(
            post("/api/v1/apps", "X-Forwarded-For", "1.2.3.4, 203.0.113.7, 10.0.0.1").statusCode())
        .isEqualTo(429);
    assertThat(post("/api/v1/apps", "X-Forwarded-For", "203.0.113.8, 10.0.0.1").statusCode())
        .isEqualTo(200);
  }

  @Test
  void aTestOfClientsIsNeverRefused() {
    var off = new RateLimits(() -> now, false, LimitsConfig.DEFAULT);
    for (var i = 0; i < 10; i++) {
      assertThat(off.charge(Budget.APPS, "x").exceeded()).isFalse();
    }
  }

  private HttpResponse<String> post(String target, String... headers) throws Exception {
    var request = site.to(target).POST(java.net.http.HttpRequest.BodyPublishers.ofString(""));
    return site.send(headers.length == 0 ? request : request.headers(headers));
  }

  @Test
  void theOperatorCanSetHowManyMaySignUp() {
    var school = new RateLimits(() -> now, true, new LimitsConfig(300, 30, 40, 25));
    for (var i = 0; i < 40; i++) {
      assertThat(school.charge(Budget.SIGN_UPS, "192.0.2.1").exceeded()).isFalse();
    }

    var window = school.charge(Budget.SIGN_UPS, "192.0.2.1");
    assertThat(window.exceeded()).isTrue();
    assertThat(window.limit()).isEqualTo(40);
  }
}
