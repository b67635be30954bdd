package pando.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pando.base.Page;
import pando.base.Refusal;
import pando.base.Request;
import pando.data.Shards;
import pando.data.TestShards;

class FrontTest {
  private static final Duration SHORTLY = Duration.ofMillis(500);

  private static TestSite site;
  private static Shards shards;

  @BeforeAll
  static void start() {
    shards = TestShards.open(1);
    site =
        TestSite.with(routes ->
            routes
                .get("/api/v1/me", call -> Reply.ok(Map.of("me", who(call))))
                .get("/api/v1/public", call -> Reply.ok(List.of()).shared())
                .get("/api/v1/long", call -> Reply.ok(List.of("aspen ".repeat(1_000))))
                .get("/api/v1/list", FrontTest::list)
                .get("/api/v1/timelines/tag/{tag}", FrontTest::timeline)
                .get("/api/v1/budget", FrontTest::budget)
                .get("/api/v1/bug", FrontTest::bug)
                .get("/api/v1/outage", _ -> Reply.ok(endOwnConnection()))
                .get("/api/v1/refusals/{kind}", FrontTest::refuse)
                .post("/api/v1/echo", call -> Reply.ok(call.params().texts("a")))
                .get("/page", call -> Reply.html(200, "<!doctype html><title>Hi</title>")));
  }

  @AfterAll
  static void stop() {
    site.close();
    shards.close();
  }

  /// What a statement meets whose database is shut down.
  private static List<Boolean> endOwnConnection() {
    var end = "select pg_terminate_backend(pg_backend_pid()) as ended";
    return Request.of("an outage", SHORTLY)
        .call(() -> shards.all().getFirst().list(end, row -> row.flag("ended")));
  }

  @Test
  void everyAnswerHasAnIdAndSecurityHeaders() throws Exception {
    for (var path : List.of("/api/v1/list", "/api/v1/none", "/api/v1/bug", "/page", "/none")) {
      var headers = site.get(path).headers();
      assertThat(headers.firstValue("X-Request-Id")).get().asString().hasSize(16);
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("Cache-Control")).hasValue("private, no-store");
      assertThat(headers.firstValue("Server")).isEmpty();
      assertThat(headers.firstValue("Date")).isPresent();
    }
  }

  @Test
  void answersOfTheApiCanBeReadByOtherSitesErrorsToo() throws Exception {
    for (var path : List.of("/api/v1/list", "/api/v1/none", "/api/v1/bug", "/api/v1/list?a=%ff")) {
      var headers = site.get(path, "Origin", "https://elk.example").headers();
      assertThat(headers.firstValue("Access-Control-Allow-Origin")).hasValue("*");
      assertThat(headers.firstValue("Access-Control-Allow-Credentials")).isEmpty();
      assertThat(headers.firstValue("Access-Control-Expose-Headers"))
          .get()
          .asString()
          .contains("Link", "X-RateLimit-Remaining", "X-Request-Id");
    }
    assertThat(site.get("/page").headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aPreflightAllowsAnyHeader() throws Exception {
    var request =
        site.to("/api/v1/statuses")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", "https://elk.example")
            .header("Access-Control-Request-Method", "PUT")
            .header("Access-Control-Request-Headers", "authorization,idempotency-key");
    var reply = site.send(request);

    assertThat(reply.statusCode()).isEqualTo(204);
    assertThat(reply.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(reply.headers().firstValue("Access-Control-Allow-Headers"))
        .hasValue("authorization,idempotency-key");
    assertThat(reply.headers().firstValue("Access-Control-Allow-Methods"))
        .hasValue("GET, POST, PUT, DELETE, PATCH, OPTIONS");
  }

  @Test
  void whatIsMissingIsNotFoundWhateverTheMethod() throws Exception {
    var put = site.to("/api/v1/list").PUT(HttpRequest.BodyPublishers.ofString("{}"));
    for (var reply : List.of(site.get("/api/v9/none"), site.send(put))) {
      assertThat(reply.statusCode()).isEqualTo(404);
      assertThat(reply.body()).isEqualTo("{\"error\":\"Record not found\"}");
    }
  }

  @Test
  void headIsAnsweredAsGetWithoutTheBody() throws Exception {
    var head =
        site.send(site.to("/api/v1/list").method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(site.get("/api/v1/list").headers().firstValue("Content-Length"));
  }

  @Test
  void refusalsHaveTheirStatus() throws Exception {
    var statuses =
        Map.of(
            "Malformed",
            400,
            "Invalid",
            422,
            "Unauthorized",
            401,
            "Forbidden",
            403,
            "NotFound",
            404,
            "TooLarge",
            413,
            "RateLimited",
            429,
            "Unavailable",
            503);
    for (var kind : statuses.keySet()) {
      var reply = site.get("/api/v1/refusals/" + kind);
      assertThat(reply.statusCode()).as(kind).isEqualTo(statuses.get(kind));
      assertThat(reply.body()).startsWith("{\"error\":\"");
    }
    assertThat(site.get("/api/v1/refusals/Unauthorized").headers().firstValue("WWW-Authenticate"))
        .get()
        .asString()
        .startsWith("Bearer ");
    assertThat(site.get("/api/v1/refusals/RateLimited").headers().firstValue("Retry-After"))
        .hasValue("61");
    assertThat(site.get("/api/v1/refusals/Faults").body())
        .isEqualTo(
            """
            {"error":"Validation failed","details":{"username":[{"error":"ERR_TAKEN",\
            "description":"is taken"}]}}\
            """);
  }

  @Test
  void aFailureIsLoggedOnceWithItsRequestAndNothingOfItIsShown() throws Exception {
    var records = new java.util.concurrent.CopyOnWriteArrayList<LogRecord>();
    var logger = Logger.getLogger(Front.class.getName());
    var handler = collectInto(records);
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      var reply = site.get("/api/v1/bug?access_token=secret");
      assertThat(reply.statusCode()).isEqualTo(500);
      var id = reply.headers().firstValue("X-Request-Id").orElseThrow();
      assertThat(reply.body()).contains(id).doesNotContain("the bug");
      assertThat(records).hasSize(1);
      assertThat(records.getFirst().getMessage()).contains(id).doesNotContain("secret");
      assertThat(records.getFirst().getThrown()).hasMessage("the bug");
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void withoutItsDatabaseItAsksToTryAgain() throws Exception {
    var reply = site.get("/api/v1/outage");

    assertThat(reply.statusCode()).isEqualTo(503);
    assertThat(reply.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(reply.body()).contains("try again").doesNotContain("terminat");
  }

  @Test
  void aHandlerKnowsItsRequestAndItsTime() throws Exception {
    var reply = site.get("/api/v1/budget");

    assertThat(reply.body()).contains(reply.headers().firstValue("X-Request-Id").orElseThrow());
  }

  @Test
  void whoAsksIsSaidInTheHeadTheQueryOrAForm() throws Exception {
    assertThat(site.get("/api/v1/me").body()).isEqualTo("{\"me\":\"nobody\"}");
    assertThat(site.get("/api/v1/me", "Authorization", "Bearer ana").body()).contains("101");
    assertThat(site.get("/api/v1/me", "Authorization", "bearer ana").body()).contains("101");
    assertThat(site.get("/api/v1/me?access_token=ben").body()).contains("102");
    var reply = site.get("/api/v1/me", "Authorization", "Bearer stolen");
    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.body()).isEqualTo("{\"error\":\"The access token is invalid\"}");
  }

  @Test
  void sharedAnswersAreCachedOnlyForThoseWithoutAToken() throws Exception {
    var anonymous = site.get("/api/v1/public").headers();
    var personal = site.get("/api/v1/public", "Authorization", "Bearer ana").headers();

    assertThat(anonymous.firstValue("Cache-Control")).hasValue("public, max-age=15");
    assertThat(anonymous.allValues("Vary")).contains("Authorization");
    assertThat(personal.firstValue("Cache-Control")).hasValue("private, no-store");
  }

  @Test
  void longAnswersAreCompressedForThoseWhoTakeIt() throws Exception {
    var plain = site.get("/api/v1/long");
    var zipped = site.getBytes("/api/v1/long", "Accept-Encoding", "br, gzip");

    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(zipped.headers().firstValue("Vary")).hasValue("Accept-Encoding");
    assertThat(zipped.body()).hasSizeLessThan(200);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo(plain.body());
    }
    var brief = site.get("/api/v1/me", "Accept-Encoding", "gzip");
    assertThat(brief.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void aTimelineLinksNextFirstAndKeepsItsFilters() throws Exception {
    var reply =
        site.get(
            "/api/v1/timelines/tag/%EC%82%AC%EC%A7%84?only_media=true&any%5B%5D=a%26b"
                + "&max_id=9&limit=2&access_token=ana");

    assertThat(reply.headers().firstValue("Link"))
        .hasValue(
            "<https://pando.example/api/v1/timelines/tag/%EC%82%AC%EC%A7%84"
                + "?limit=2&only_media=true&any%5B%5D=a%26b&max_id=7>; rel=\"next\", "
                + "<https://pando.example/api/v1/timelines/tag/%EC%82%AC%EC%A7%84"
                + "?limit=2&only_media=true&any%5B%5D=a%26b&min_id=8>; rel=\"prev\"");
  }

  @Test
  void otherListsLinkToTheNextPageOnlyWhenFull() throws Exception {
    assertThat(site.get("/api/v1/list?limit=2").headers().firstValue("Link"))
        .get()
        .asString()
        .contains("rel=\"next\"");
    assertThat(site.get("/api/v1/list?limit=3").headers().firstValue("Link"))
        .hasValue("<https://pando.example/api/v1/list?limit=3&min_id=8>; rel=\"prev\"");
    assertThat(site.get("/api/v1/list?max_id=1").headers().firstValue("Link")).isEmpty();
  }

  @Test
  void pagesMayNotRunScriptsOfTheirOwn() throws Exception {
    var headers = site.get("/page").headers();

    assertThat(headers.firstValue("Content-Security-Policy"))
        .get()
        .asString()
        .contains("default-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(headers.firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
  }

  private static String who(Call call) {
    var access = call.access();
    return access == null || access.account() == null
        ? "nobody"
        : Long.toString(access.account().value());
  }

  private static Reply list(Call call) {
    var asked = call.page(20, 40);
    var page = Page.of(asked.maxId() == null ? List.of(8L, 7L) : List.<Long>of(), id -> id, asked);
    return Reply.ok(page.items()).list(call, asked, page);
  }

  private static Reply timeline(Call call) {
    var asked = call.page(20, 40);
    var page = Page.of(List.of(8L, 7L), id -> id, asked);
    return Reply.ok(page.items()).timeline(call, asked, page);
  }

  private static Reply budget(Call call) {
    assertThat(Request.current().remaining()).isBetween(Duration.ofSeconds(1), Front.CALL_BUDGET);
    return Reply.ok(Request.current().id());
  }

  private static Reply bug(Call call) {
    throw new IllegalStateException("the bug");
  }

  private static Reply refuse(Call call) {
    throw switch (call.pathParam("kind")) {
      case "Malformed" -> new Refusal.Malformed("no");
      case "Invalid" -> new Refusal.Invalid("no");
      case "Unauthorized" -> new Refusal.Unauthorized("no");
      case "Forbidden" -> new Refusal.Forbidden("no");
      case "NotFound" -> new Refusal.NotFound();
      case "TooLarge" -> new Refusal.TooLarge("no");
      case "RateLimited" -> new Refusal.RateLimited(Duration.ofSeconds(60));
      case "Unavailable" -> new Refusal.Unavailable("no");
      default -> {
        var taken = new Refusal.Fault("ERR_TAKEN", "is taken");
        yield new Refusal.Invalid("Validation failed", Map.of("username", List.of(taken)));
      }
    };
  }

  private static Handler collectInto(List<LogRecord> records) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        records.add(record);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
