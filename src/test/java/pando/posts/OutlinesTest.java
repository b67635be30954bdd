package pando.posts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pando.base.AccountId;
import pando.base.Id;
import pando.base.PostId;
import pando.data.Shards;
import pando.data.TestShards;

class OutlinesTest {
  private static final String INSERT =
      """
      insert into posts (id, author_id, body, audience, thread_id, mentions, tags, media_ids,
                         reply_to_id, reply_to_author_id, deleted_at, created_at)
      values (?, ?, 'hi', ?, ?, ?, ?, ?, ?, ?, ?, now())
      """;

  private static final Shards SHARDS = TestShards.open(2);
  private static final Outlines OUTLINES = new Outlines(SHARDS);
  private static final Random RANDOM = new Random(11);
  private static final List<AccountId> AUTHORS = new ArrayList<>();
  private static final List<Outline> POSTS = new ArrayList<>();

  /// Thirty authors on two shards, the first of whom write much more than the last.
  @BeforeAll
  static void write() {
    for (var i = 0; i < 30; i++) {
      AUTHORS.add(new AccountId(Id.firstOf(1_000_000) | (i * 34) << 6));
    }
    for (var minute = 1; minute <= 1_500; minute++) {
      write(minute, AUTHORS.get((int) (30 * Math.pow(RANDOM.nextDouble(), 4))));
    }
    POSTS.sort(Comparator.comparing(Outline::id).reversed());
  }

  private static void write(int minute, AccountId author) {
    var deleted = RANDOM.nextInt(10) == 0;
    var replied = RANDOM.nextInt(5) == 0 && !POSTS.isEmpty() ? POSTS.getFirst() : null;
    var post =
        new Outline(
            new PostId(Id.firstOf(60_000L * minute) | author.slot() << 6),
            author,
            RANDOM.nextBoolean() ? Audience.EVERYONE : Audience.MENTIONED,
            replied == null ? null : replied.id(),
            replied == null ? null : replied.author(),
            null,
            null,
            List.of(AUTHORS.get(3)),
            List.of("aspen"),
            minute % 2 == 0);
    SHARDS
        .of(author)
        .update(
            INSERT,
            post.id(),
            author,
            post.audience().name().toLowerCase(Locale.ROOT),
            post.id(),
            post.mentions(),
            post.tags(),
            post.hasPhotos() ? List.of(7L) : List.of(),
            post.replyTo(),
            post.replyToAuthor(),
            deleted ? Instant.EPOCH : null);
    if (!deleted) {
      POSTS.add(post);
    }
  }

  @AfterAll
  static void close() {
    SHARDS.close();
  }

  @Test
  void theNewestOfAnyAuthorsAreThoseThatAPlainLookAtAllPostsFinds() {
    for (var i = 0; i < 200; i++) {
      var authors = someAuthors();
      var before = RANDOM.nextInt(10) == 0 ? Long.MAX_VALUE : someId();
      var limit = 1 + RANDOM.nextInt(i % 4 == 0 ? 800 : 30);

      assertThat(OUTLINES.latestOf(authors, before, limit))
          .isEqualTo(
              POSTS.stream()
                  .filter(post -> post.id().value() < before && authors.contains(post.author()))
                  .limit(limit)
                  .toList());
    }
  }

  @Test
  void theOldestOfAnyAuthorsAreThoseThatAPlainLookAtAllPostsFinds() {
    for (var i = 0; i < 200; i++) {
      var authors = someAuthors();
      var after = RANDOM.nextInt(10) == 0 ? 0 : someId();
      var limit = 1 + RANDOM.nextInt(i % 4 == 0 ? 800 : 30);

      assertThat(OUTLINES.earliestOf(authors, after, limit))
          .isEqualTo(
              POSTS.reversed().stream()
                  .filter(post -> post.id().value() > after && authors.contains(post.author()))
                  .limit(limit)
                  .toList());
    }
  }

  private static List<AccountId> someAuthors() {
    var authors = new ArrayList<>(AUTHORS);
    Collections.shuffle(authors, RANDOM);
    return authors.subList(0, 1 + RANDOM.nextInt(authors.size()));
  }

  private static long someId() {
    return POSTS.get(RANDOM.nextInt(POSTS.size())).id().value();
  }

  @Test
  void ofNobodyThereIsNothing() {
    assertThat(OUTLINES.latestOf(List.of(), Long.MAX_VALUE, 20)).isEmpty();
  }

  @Test
  void askingForMoreThanTheLimitIsADefect() {
    assertThatThrownBy(() -> OUTLINES.latestOf(AUTHORS, Long.MAX_VALUE, Outlines.MAX_LIMIT + 1))
        .hasMessageContaining("801");
  }
}
