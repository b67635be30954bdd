package pando.posts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.base.AccountId;
import pando.posts.Threads.Context;

class ThreadsTest {
  private static final TestPosts ROOM = new TestPosts();
  private static final Threads THREADS = ROOM.threads;
  private static final AccountId ANA = ROOM.join("ana");
  private static final AccountId BEN = ROOM.join("ben");
  private static final AccountId CARL = ROOM.join("carl");

  @AfterAll
  static void close() {
    ROOM.close();
  }

  @Test
  void aPostAloneHasNothingAroundIt() {
    assertThat(THREADS.context(BEN, ROOM.post(ANA, "alone")))
        .isEqualTo(new Context(List.of(), List.of()));
  }

  @Test
  void answersStandBelowWhatTheyAnswer() {
    var first = ROOM.post(ANA, "first");
    var a = ROOM.reply(BEN, first, "a");
    var b = ROOM.reply(CARL, first, "b");
    var a1 = ROOM.reply(ANA, a, "a1");
    var b1 = ROOM.reply(BEN, b, "b1");
    var a2 = ROOM.reply(CARL, a, "a2");
    var a11 = ROOM.reply(BEN, a1, "a11");

    assertThat(THREADS.context(BEN, first))
        .isEqualTo(new Context(List.of(), List.of(a, a1, a11, a2, b, b1)));
    assertThat(THREADS.context(BEN, a1)).isEqualTo(new Context(List.of(first, a), List.of(a11)));
    assertThat(THREADS.context(null, a11)).isEqualTo(new Context(List.of(first, a, a1), List.of()));
    assertThat(ROOM.counts(first).replies()).isEqualTo(2);
    assertThat(ROOM.counts(a1).replies()).isEqualTo(1);
  }

  @Test
  void theAnswerToABoostAnswersWhatItShows() {
    var post = ROOM.post(ANA, "shown");
    var boost = ROOM.reactions.boost(BEN, post.id(), Audience.EVERYONE);

    assertThat(ROOM.reply(CARL, boost, "nice").replyTo()).isEqualTo(post.id());
  }

  @Test
  void whatIsHiddenOrGoneIsLeftOutAndWhatStandsBelowItStays() {
    var first = ROOM.post(ANA, "first");
    var gone = ROOM.reply(BEN, first, "gone");
    var below = ROOM.reply(CARL, gone, "below");
    var secret =
        ROOM.posts.publish(
            ANA,
            new Draft(
                "@ben", "", false, null, Audience.MENTIONED, first.id(), List.of(), null, null));
    ROOM.posts.delete(BEN, gone.id());

    assertThat(THREADS.context(BEN, first).descendants()).containsExactly(below, secret);
    assertThat(THREADS.context(CARL, first).descendants()).containsExactly(below);
    assertThat(THREADS.context(CARL, below).ancestors()).containsExactly(first);
    assertThat(ROOM.counts(first).replies()).isEqualTo(1);
  }

  @Test
  void whoHasNotSignedInSeesLessOfALongThread() {
    var first = ROOM.post(ANA, "0");
    var chain = new ArrayList<>(List.of(first));
    for (var i = 1; i <= 70; i++) {
      chain.add(ROOM.reply(i % 2 == 0 ? ANA : BEN, chain.getLast(), "" + i));
    }
    var wide = ROOM.post(ANA, "wide");
    for (var i = 0; i < 70; i++) {
      ROOM.reply(BEN, wide, "" + i);
    }

    assertThat(THREADS.context(null, first).descendants()).isEqualTo(chain.subList(1, 21));
    assertThat(THREADS.context(null, chain.getLast()).ancestors()).isEqualTo(chain.subList(30, 70));
    assertThat(THREADS.context(CARL, first).descendants()).isEqualTo(chain.subList(1, 71));
    assertThat(THREADS.context(CARL, chain.getLast()).ancestors()).isEqualTo(chain.subList(0, 70));
    assertThat(THREADS.context(null, wide).descendants()).hasSize(60);
    assertThat(THREADS.context(CARL, wide).descendants()).hasSize(70);
  }

  @Test
  void anAnswerWhoseEventIsLateStillHasWhatItAnswers() {
    var first = ROOM.post(ANA, "first");
    var answer = ROOM.reply(BEN, first, "answer");
    ROOM.shards.of(first.id()).update("delete from thread_posts where post_id = ?", answer.id());

    assertThat(THREADS.context(CARL, Objects.requireNonNull(answer)).ancestors())
        .containsExactly(first);
  }
}
