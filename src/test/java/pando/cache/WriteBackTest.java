package pando.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteBackTest {
  private final List<Map<String, Integer>> written = new ArrayList<>();
  private boolean away;
  private final WriteBack<String, Integer> uses = new WriteBack<>("uses", this::write);

  private void write(Map<String, Integer> batch) {
    if (away) {
      throw new IllegalStateException("the database is away");
    }
    written.add(batch);
  }

  @Test
  void whatGathersIsWrittenTogetherTheLastValueOfEachKey() {
    uses.put("ana", 1);
    uses.put("ben", 2);
    uses.put("ana", 3);
    assertThat(written).isEmpty();

    uses.flush();
    uses.flush();

    assertThat(written).containsExactly(Map.of("ana", 3, "ben", 2));
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenLaterUnlessItChanged() {
    uses.put("ana", 1);
    uses.put("ben", 2);
    away = true;
    assertThatThrownBy(uses::flush).hasMessage("the database is away");

    away = false;
    uses.put("ana", 3);
    uses.flush();

    assertThat(written).containsExactly(Map.of("ana", 3, "ben", 2));
  }

  @Test
  void whatChangesWhileAWriteFailsIsNotReplacedByWhatWasBefore() {
    var seen = new ArrayList<Map<String, Integer>>();
    var both = new ArrayList<WriteBack<String, Integer>>();
    both.add(
        new WriteBack<>(
            "uses",
            batch -> {
              seen.add(Map.copyOf(batch));
              if (seen.size() == 1) {
                both.getFirst().put("ana", 2);
                throw new IllegalStateException("the database is away");
              }
            }));
    var racing = both.getFirst();
    racing.put("ana", 1);
    assertThatThrownBy(racing::flush).isInstanceOf(IllegalStateException.class);

    racing.flush();

    assertThat(seen).containsExactly(Map.of("ana", 1), Map.of("ana", 2));
  }

  @Test
  void noMoreWaitsThanTheLimit() {
    for (var i = 0; i < WriteBack.MAX_WAITING; i++) {
      assertThat(uses.put("somebody" + i, i)).isTrue();
    }
    assertThat(uses.put("ana", 1)).isFalse();
    assertThat(uses.put("somebody0", 7)).isTrue();

    uses.flush();

    assertThat(uses.put("ana", 1)).isTrue();
    assertThat(written.getFirst()).hasSize(WriteBack.MAX_WAITING).containsEntry("somebody0", 7);
  }

  @Test
  void theLastOnesAreWrittenWhenItIsClosed() {
    uses.start();
    uses.put("ana", 1);

    uses.close();

    assertThat(written).containsExactly(Map.of("ana", 1));
  }
}
