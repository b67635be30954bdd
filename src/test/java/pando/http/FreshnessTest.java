package pando.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.base.Freshness;
import pando.base.Refusal;
import pando.base.Request;

/// How old the rows may be that a call reads.
class FreshnessTest {
  private static final TestSite SITE =
      TestSite.with(routes ->
          routes
              .get("/api/v1/notes", _ -> Reply.ok(name()))
              .get("/page", _ -> Reply.ok(name()))
              .post("/api/v1/notes", FreshnessTest::write)
              .post("/api/v1/refused", FreshnessTest::refuse));

  @AfterAll
  static void close() {
    SITE.close();
  }

  private static String name() {
    return switch (Request.current().freshness()) {
      case Freshness.Latest _ -> "latest";
      case Freshness.Recent _ -> "recent";
      case Freshness.SinceSeen(var person) -> "since seen by " + person.value();
    };
  }

  private static Reply write(Call call) {
    call.requireAccess("write");
    return Reply.ok(name());
  }

  private static Reply refuse(Call call) {
    call.requireAccess("write");
    throw new Refusal.Unavailable("the commit was not answered");
  }

  @Test
  void aPersonIsShownWhatTheyHaveSeenAndAVisitorWhatIsRecent() throws Exception {
    assertThat(get("/api/v1/notes", "ana")).contains("since seen by 101");
    assertThat(get("/api/v1/notes", "ben")).contains("since seen by 102");
    assertThat(get("/api/v1/notes", "app")).contains("recent");
    assertThat(SITE.send(SITE.to("/api/v1/notes")).body()).contains("recent");
  }

  @Test
  void whoWritesAndWhoLooksAtAPageIsShownTheLatest() throws Exception {
    assertThat(get("/page", "ana")).contains("latest");
    assertThat(post("/api/v1/notes", "ana")).contains("latest");
  }

  @Test
  void whoMayHaveWrittenIsRememberedBeforeTheAnswerAlsoWhenItFailed() throws Exception {
    TestSite.WRITERS.clear();
    get("/api/v1/notes", "ana");
    assertThat(TestSite.WRITERS).isEmpty();

    post("/api/v1/notes", "ana");
    assertThat(TestSite.WRITERS).containsExactly(TestSite.ANA);

    post("/api/v1/refused", "ana");
    assertThat(TestSite.WRITERS).containsExactly(TestSite.ANA, TestSite.ANA);
  }

  private static String get(String path, String token) throws Exception {
    return SITE.send(SITE.to(path).header("Authorization", "Bearer " + token)).body();
  }

  private static String post(String path, String token) throws Exception {
    return SITE.send(
            SITE.to(path).header("Authorization", "Bearer " + token).POST(BodyPublishers.noBody()))
        .body();
  }
}
