package pando.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemoryTimelinesTest extends TimelinesTest {
  private Instant now = Instant.parse("2026-11-21T04:00:00Z");

  @Override
  MemoryTimelines timelines() {
    return new MemoryTimelines(MAX_LENGTH, 10_000_000, () -> now);
  }

  private MemoryTimelines memory() {
    return (MemoryTimelines) timelines;
  }

  @Test
  void aListThatIsNotReadForTwoWeeksIsDroppedHoweverMuchIsAdded() {
    timelines.find(ANA, TimelinesTest::nothing);
    timelines.find(BEN, TimelinesTest::nothing);
    for (var day = 0; day < 13; day++) {
      now = now.plus(Duration.ofDays(1));
      add(day, ANA, BEN);
    }
    timelines.find(BEN, TimelinesTest::nothing);
    now = now.plus(Duration.ofDays(1));

    assertThat(memory().peek(ANA)).isNull();
    assertThat(memory().peek(BEN)).isNotNull();
  }

  @Test
  void listsThatGrowBeyondTheMemoryTheyMayTakeAreDropped() {
    var few = new MemoryTimelines(MAX_LENGTH, 1_000_000, () -> now);
    var owners = LongStream.range(0, 1_000).toArray();
    for (var owner : owners) {
      few.find(owner, TimelinesTest::nothing);
    }
    assertThat(few.add(1, owners, 0, owners.length)).hasSize(1_000); // short ones all fit

    for (var entry = 2; entry <= 500; entry++) {
      few.add(entry, owners, 0, owners.length);
    }

    assertThat(few.bytes()).isBetween(500_000L, 1_000_000L);
    assertThat(LongStream.of(owners).filter(owner -> few.peek(owner) != null).count())
        .isBetween(100L, 250L);
  }
}
