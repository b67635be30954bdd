package pando.feed;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.redis.RedisProcess;
import pando.redis.RedisTier;

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
    histories(TOWN, 1, 7, 60);
  }

  @Test
  @Tag("slow")
  void everybodyReadsWhatTheRulesSayInManyHistories() {
    histories(TOWN, 100, 200, 40);
  }

  @Test
  @Tag("slow")
  void everybodyReadsWhatTheRulesSayWhenListsAreInRedis() {
    try (var server = RedisProcess.server();
        var redis = RedisTier.patient(server);
        var town = new FeedTown(FeedTown.LIMITS, redis)) {
      histories(town, 300, 20, 40);
    }
  }

  private static void histories(FeedTown town, int firstSeed, int count, int steps) {
    for (var seed = firstSeed; seed < firstSeed + count; seed++) {
      new History(town, seed).run(steps);
    }
  }
}
