package pando.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pando.accounts.Relations.FollowOptions;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.posts.Post;

/// Lists that are lost and rebuilt while people write, follow and delete at the same time.
class RebuildRaceTest {
  private static final int AUTHORS = 4;
  private static final int POSTS = 40;

  private final FeedTown town =
      new FeedTown(new Feeds.Limits(10_000, 800, FeedTown.WINDOW, 10_000_000));

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void aRebuildThatRacesWithFanOutLosesNothing() throws Exception {
    var reader = town.join("ben");
    var authors = new ArrayList<AccountId>();
    for (var i = 0; i < AUTHORS; i++) {
      authors.add(town.join("author" + i));
      town.site.people.relations.follow(reader, authors.get(i), FollowOptions.SAME);
    }
    var writing = new AtomicBoolean(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var rebuilds = threads.submit(() -> rebuild(reader, writing));
      var follows = threads.submit(() -> changeTheirMind(reader, authors.getFirst(), writing));
      var writers = authors.stream().map(author -> threads.submit(() -> write(author))).toList();
      for (var writer : writers) {
        writer.get();
      }
      writing.set(false);
      assertThat(rebuilds.get()).isPositive();
      assertThat(follows.get()).isPositive();
    }

    var kept = home(reader);
    town.feeds.forget(reader);
    assertThat(kept).isEqualTo(home(reader)).hasSize(AUTHORS * (POSTS - POSTS / 10));
  }

  @Test
  void whatIsWrittenDuringARebuildIsThere() throws Exception {
    var reader = town.join("ben");
    var author = town.join("ana");
    town.site.people.relations.follow(reader, author, FollowOptions.SAME);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 60; i++) {
        town.feeds.forget(reader);
        var text = "post " + i;
        var pause = i * 50_000L; // nanoseconds: the rebuild is met at every moment of its life
        var writer =
            threads.submit(() -> {
              LockSupport.parkNanos(pause);
              return town.site.post(author, text);
            });
        town.home(reader, PageRequest.first(20));
        var written = writer.get();

        assertThat(town.home(reader, PageRequest.first(20)).items()).startsWith(written);
      }
    }
  }

  private int rebuild(AccountId reader, AtomicBoolean writing) {
    var rebuilds = 0;
    while (writing.get()) {
      town.feeds.forget(reader);
      town.home(reader, PageRequest.first(20));
      rebuilds++;
    }
    return rebuilds;
  }

  private int changeTheirMind(AccountId reader, AccountId author, AtomicBoolean writing) {
    var changes = 0;
    while (writing.get()) {
      town.site.people.relations.unfollow(reader, author);
      town.home(reader, PageRequest.first(20));
      town.site.people.relations.follow(reader, author, FollowOptions.SAME);
      town.home(reader, PageRequest.first(20));
      changes++;
    }
    return changes;
  }

  /// Deletes every tenth post.
  private int write(AccountId author) {
    for (var i = 0; i < POSTS; i++) {
      var post = town.site.post(author, "post " + i);
      if (i % 10 == 9) {
        town.site.posts.delete(author, post.id());
      }
    }
    return POSTS;
  }

  /// All that somebody reads.
  private List<Post> home(AccountId reader) {
    var all = new ArrayList<Post>();
    var page = town.home(reader, PageRequest.first(80));
    while (!page.items().isEmpty()) {
      all.addAll(page.items());
      var oldest = page.items().getLast().id().value();
      page = town.home(reader, new PageRequest(oldest, null, null, 80));
    }
    return all;
  }
}
