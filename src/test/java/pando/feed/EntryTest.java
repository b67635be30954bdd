package pando.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import pando.base.PostId;

class EntryTest {
  @Test
  void anEntrySortsLikeItsIdAndKnowsABoost() {
    for (var id : List.of(1L, 116_000_000_000_000_000L, 999_999_999_999_999_999L)) {
      var post = Entry.of(new PostId(id), false);
      var boost = Entry.of(new PostId(id), true);

      assertThat(List.of(post, boost))
          .allMatch(entry -> Entry.id(entry) == id)
          .allMatch(entry -> entry >= Entry.firstOf(id) && entry < Entry.firstOf(id + 1));
      assertThat(Entry.isBoost(post)).isFalse();
      assertThat(Entry.isBoost(boost)).isTrue();
    }
  }

  @Test
  void aBoundMayBeAnyNumber() {
    assertThat(Entry.firstOf(Long.MAX_VALUE))
        .isGreaterThan(Entry.of(new PostId(999_999_999_999_999_999L), true))
        .isLessThan(Entry.END);
    assertThat(Entry.firstOf(Long.MIN_VALUE)).isZero();
  }
}
