package pando.main;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.Refusal;
import pando.cluster.ShardMap;
import pando.config.Config;
import pando.data.Shards;
import pando.data.TestPostgres;
import pando.data.TestShards;
import pando.demo.Demo;
import pando.main.Rooms.Setting;

/// The demo, or the first weeks of it, on a site as it is put together.
@Tag("slow")
class FillingTest {
  private static final int POSTS = 24;

  /// The avatars and headers of all people.
  private static final int PORTRAITS = 60;

  private static final String PASSWORD = "a guest is welcome";

  private final ShardMap map = TestShards.map(1);
  private final Shards shards = TestShards.open(map);
  private final Rooms rooms;
  private final Filling filling;

  FillingTest(@TempDir Path folder) {
    var url = URI.create("http://localhost:8080");
    var setting = new Setting(Config.DEFAULT, folder, url, true, InstantSource.system());
    rooms = new Rooms(shards, setting);
    filling = new Filling(setting, map, TestPostgres.server().password());
    var people = rooms.desks().people();
    Administrator.ensure(people.accounts(), people.logins());
  }

  @AfterEach
  void close() {
    rooms.close();
  }

  @Test
  void aFillingThatIsCutOffGoesOnAndOneThatIsDoneAddsNothing() {
    assertThatThrownBy(() -> fill(this::stopAmongThePosts)) // wherever it waited at that moment
        .isInstanceOfAny(IllegalStateException.class, Refusal.Unavailable.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(count("pg_namespace where nspname = 'demo'")).isZero();
    assertThat(count("posts where boost_of_id is null")).isBetween(2L, (long) POSTS - 1);

    fill((_, _) -> {});
    photosThatAreInNoPostAreSwept();
    var full = counts();
    assertThat(count("posts where boost_of_id is null")).isEqualTo(POSTS);
    assertThat(count("accounts")).isEqualTo(31);
    assertThat(count("accounts where avatar_id is not null and header_id is not null"))
        .isEqualTo(30);
    fill((_, _) -> {});
    assertThat(counts()).isEqualTo(full);

    theGuestCanSignInAndFindsAPageOfPhotos();
    theHostFindsAFullPageToo();
    postsAreAsOldAsTheySay();
    theLockedAccountAskedFirst();
    assertThat(count("pg_namespace where nspname = 'demo'")).isZero();
  }

  /// Does what a stop signal does.
  private void stopAmongThePosts(int done, int all) {
    if (done == PORTRAITS + 5) {
      Thread.currentThread().interrupt();
    }
  }

  private void photosThatAreInNoPostAreSwept() {
    rooms.desks().photos().sweep();
    assertThat(count("media where purpose = 'post' and post_id is null")).isZero();
    assertThat(count("media")).isGreaterThan(PORTRAITS);
  }

  private void theGuestCanSignInAndFindsAPageOfPhotos() {
    var guest = rooms.desks().people().logins().authenticate(Demo.GUEST, PASSWORD);
    var page = rooms.desks().feeds().home(guest.id(), PageRequest.first(20)).items();
    assertThat(page).hasSizeGreaterThan(12); // of the few posts of this test
    assertThat(page).filteredOn(post -> !post.photos().isEmpty()).hasSizeGreaterThan(8);
  }

  private void theHostFindsAFullPageToo() {
    var page = rooms.desks().feeds().home(account(Administrator.NAME), PageRequest.first(12));
    assertThat(page.items()).hasSize(12);
  }

  private void postsAreAsOldAsTheySay() {
    var posts = rooms.desks().publishing().lists().everyone(false, PageRequest.first(40)).items();
    assertThat(posts).allMatch(post -> post.createdAt().toEpochMilli() == post.id().millis());
    var week = Instant.now().minus(Duration.ofDays(7));
    assertThat(posts).filteredOn(post -> post.createdAt().isBefore(week)).hasSizeGreaterThan(10);
  }

  private void theLockedAccountAskedFirst() {
    var relations = rooms.desks().people().relations();
    assertThat(relations.followers(account("ewan"))).isNotEmpty();
  }

  private AccountId account(String name) {
    return requireNonNull(rooms.desks().people().accounts().findByName(name)).id();
  }

  private void fill(Demo.Progress progress) {
    filling.fill(PASSWORD, POSTS, progress);
  }

  private List<Long> counts() {
    return List.of(
        count("posts"),
        count("media"),
        count("follows"),
        count("favourites"),
        count("bookmarks"),
        count("notifications"));
  }

  private long count(String what) {
    return shards
        .all()
        .getFirst()
        .one("select count(*) as n from " + what, row -> row.longValue("n"));
  }
}
