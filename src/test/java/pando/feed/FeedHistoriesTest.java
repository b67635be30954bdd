package pando.feed;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random histories of random people: whatever happened, in whatever order events were delivered,
/// and whether a list was kept, lost or outgrown, everybody reads what the rules in words say.
class FeedHistoriesTest {
  private static final FeedTown TOWN = new FeedTown();

  @AfterAll
  static void close() {
    TOWN.close();
  }

  @Test
  void everybodyReadsWhatTheRulesSayWhateverHappened() {
    histories(1, 7, 60);
  }

  @Test
  @Tag("slow")
  void everybodyReadsWhatTheRulesSayInManyHistories() {
    histories(100, 200, 40);
  }

  private static void histories(int firstSeed, int count, int steps) {
    for (var seed = firstSeed; seed < firstSeed + count; seed++) {
      new History(TOWN, seed).run(steps);
    }
  }
}
