package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.http.Router;
import pando.media.TestPhotos;

/// Ids, cursors and limits that are none, or those of something else.
class IdInputTest extends HostileInput {
  private static final List<String> NO_IDS =
      List.of(
          "0",
          "-1",
          "1",
          "1e3",
          "0x10",
          "1.5",
          "null",
          "undefined",
          "%20",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999999999999999999",
          "999999999999999999",
          "%D9%A1%D9%A2", // Arabic digits
          "1%0a",
          "'%20or%201=1");

  /// Answered the same whoever is asked about.
  private static final Set<String> OF_NOBODY =
      Set.of(
          "/api/v1/accounts/{id}/featured_tags",
          "/api/v1/accounts/{id}/endorsements",
          "/api/v1/accounts/{id}/lists");

  private String photo = "";
  private String post = "";

  @BeforeAll
  void make() {
    photo = site.ana.uploads(TestPhotos.jpeg(40, 30));
    post = site.ana.posts("a post");
    site.pando.settle();
  }

  private Stream<Router.Endpoint> withAnId() {
    return site.pando.endpoints().stream()
        .filter(it -> it.pattern().startsWith("/api/") && it.pattern().contains("{id}"));
  }

  @Test
  void whatIsNoIdIsNotFoundOnEveryRoute() {
    withAnId()
        .filter(it -> !OF_NOBODY.contains(it.pattern()))
        .forEach(route -> {
          for (var id : NO_IDS) {
            site.send(route.method(), route.pattern().replace("{id}", id), null, "")
                .isRefused(400, 404);
          }
        });
  }

  @Test
  void theIdOfAnotherKindIsNotFound() {
    var ids =
        List.of(
            List.of("/statuses/", photo),
            List.of("/statuses/", site.ana.id().value() + ""),
            List.of("/media/", post),
            List.of("/media/", site.ana.id().value() + ""),
            List.of("/notifications/", post),
            List.of("/accounts/", post),
            List.of("/accounts/", photo),
            List.of("/follow_requests/", post));
    for (var pair : ids) {
      withAnId()
          .filter(it -> it.pattern().contains(pair.getFirst()))
          .filter(it -> !OF_NOBODY.contains(it.pattern()))
          .forEach(route -> {
            var path = route.pattern().replace("{id}", pair.getLast());
            site.send(route.method(), path, null, "type=disable").isRefused(404);
          });
    }
    site.send("POST", "/api/v1/statuses", null, "status=x&in_reply_to_id=" + photo).isRefused(404);
    site.send("POST", "/api/v1/statuses", null, "status=x&media_ids[]=" + post).isRefused(422);
  }

  @Test
  void whatIsAnothersIsNotFound() {
    var token = site.ben.client().token();
    for (var call :
        List.of(
            List.of("GET", "/api/v1/media/" + photo),
            List.of("PUT", "/api/v1/media/" + photo),
            List.of("DELETE", "/api/v1/media/" + photo),
            List.of("GET", "/api/pando/v1/media/" + photo + "/edits"),
            List.of("POST", "/api/pando/v1/media/" + photo + "/edits"),
            List.of("DELETE", "/api/pando/v1/media/" + photo + "/edits"),
            List.of("PUT", "/api/v1/statuses/" + post + "?status=x"),
            List.of("DELETE", "/api/v1/statuses/" + post))) {
      site.call(call.get(0), call.get(1), Map.of("Authorization", "Bearer " + token), new byte[0])
          .isRefused(404);
    }
  }

  private Stream<String> lists() {
    return site.pando.endpoints().stream()
        .filter(it -> it.method().equals("GET") && it.pattern().startsWith("/api/v1/"))
        .map(Router.Endpoint::pattern)
        .filter(pattern -> !pattern.contains("streaming"))
        .map(pattern ->
            pattern.contains("/statuses/{id}")
                ? pattern.replace("{id}", post)
                : pattern
                    .replace("{id}", site.ana.id().value() + "")
                    .replace("{hashtag}", "aspen"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_id=x",
        "since_id=-1",
        "min_id=1e3",
        "max_id=",
        "min_id=%e2%80%8b",
        "max_id=99999999999999999999",
        "max_id=0&min_id=0&since_id=0",
        "limit=0",
        "limit=1000000000",
        "limit=",
        "offset=2147483647",
        "limit=1e1"
      })
  void anOddCursorIsAsIfItWereNotThere(String query) {
    lists().forEach(path -> assertThat(site.get(path + "?" + query).status()).isIn(200, 400, 404));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=-1",
        "limit=abc",
        "limit=1.5",
        "limit=99999999999",
        "limit[]=1",
        "limit=1e999999999",
        "limit=NaN",
        "max_id[]=1",
        "max_id[a]=1"
      })
  void anOddLimitIsMalformed(String query) {
    for (var path :
        List.of(
            "/api/v1/timelines/home",
            "/api/v1/timelines/public",
            "/api/v1/timelines/tag/aspen",
            "/api/v1/notifications",
            "/api/v1/favourites",
            "/api/v1/bookmarks",
            "/api/v1/blocks",
            "/api/v1/accounts/" + site.ana.id().value() + "/statuses",
            "/api/v1/accounts/" + site.ana.id().value() + "/followers")) {
      assertThat(site.get(path + "?" + query).isRefused(400).reason())
          .contains(query.split("[=\\[]", 0)[0]);
    }
  }

  @Test
  void tooManyIdsAreRefusedWithTheLimit() {
    var ids =
        String.join("&", IntStream.rangeClosed(1, 900).mapToObj(i -> "id[]=" + i + "00").toList());
    for (var path : List.of("/api/v1/statuses", "/api/v1/accounts")) {
      assertThat(site.get(path + "?" + ids).isRefused(422).reason()).containsPattern("[0-9]+");
    }
  }

  @Test
  void ofTooManyIdsTheFirstAreAnswered() {
    var ids =
        String.join("&", IntStream.rangeClosed(1, 900).mapToObj(i -> "id[]=" + i + "00").toList());
    assertThat(site.get("/api/v1/accounts/relationships?" + ids).body()).isEqualTo("[]");
    assertThat(site.get("/api/v1/accounts/familiar_followers?" + ids).body().split("accounts", -1))
        .hasSize(41);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id[]=x&id[]=-1&id[]=", "id=1e3", "id[0]=1&id[5]=2", "id[]=", "id"})
  void idsThatAreNoneFindNothing(String query) {
    for (var path :
        List.of("/api/v1/statuses", "/api/v1/accounts", "/api/v1/accounts/relationships")) {
      assertThat(site.get(path + "?" + query).body()).isEqualTo("[]");
    }
  }
}
