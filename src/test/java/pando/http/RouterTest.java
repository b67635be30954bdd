package pando.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Router router = new Router();
  private final Function<Call, Reply> one = RouterTest::answer;
  private final Function<Call, Reply> other = RouterTest::answer;

  @Test
  void namesTakeOneSegment() {
    router.get("/api/v1/statuses/{id}/context", one);

    assertThat(require("GET", "/api/v1/statuses/7/context").pathParams())
        .isEqualTo(Map.of("id", "7"));
    assertThat(router.find("GET", "/api/v1/statuses/7/8/context")).isNull();
    assertThat(router.find("GET", "/api/v1/statuses/7")).isNull();
  }

  @Test
  void wordsGoBeforeNamesAndNamesBeforeTheRest() {
    router.get("/a/{id}", one).get("/a/search", other).get("/*", other);

    assertThat(require("GET", "/a/7").handler()).isSameAs(one);
    assertThat(require("GET", "/a/search").handler()).isSameAs(other);
    assertThat(require("GET", "/a/7/8").pathParams()).isEqualTo(Map.of("*", "a/7/8"));
  }

  @Test
  void aWordThatLeadsNowhereDoesNotHideAName() {
    router.get("/a/search/all", one).get("/a/{id}", other).get("/a/{tag}/feed", other);

    assertThat(require("GET", "/a/search").pathParams()).isEqualTo(Map.of("id", "search"));
    assertThat(require("GET", "/a/search/feed").pathParams()).isEqualTo(Map.of("tag", "search"));
  }

  @Test
  void methodsHaveTheirOwnHandlers() {
    router.get("/a", one).post("/a", other);

    assertThat(require("GET", "/a").handler()).isSameAs(one);
    assertThat(require("HEAD", "/a").handler()).isSameAs(one);
    assertThat(require("POST", "/a").handler()).isSameAs(other);
    assertThat(router.find("PUT", "/a")).isNull();
  }

  @Test
  void aSlashAtTheEndMakesNoDifference() {
    router.get("/api/v1/streaming", one).get("/", other);

    assertThat(require("GET", "/api/v1/streaming/").handler()).isSameAs(one);
    assertThat(require("GET", "/").handler()).isSameAs(other);
    assertThat(router.find("GET", "/api/v1//streaming")).isNull();
  }

  @Test
  void twoHandlersForOnePlaceAreAMistake() {
    router.get("/a/{id}", one);

    assertThatThrownBy(() -> router.get("/a/{name}", other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Reply answer(Call call) {
    return Reply.empty(204);
  }

  private Router.Match require(String method, String path) {
    Router.@Nullable Match found = router.find(method, path);
    return Objects.requireNonNull(found);
  }
}
