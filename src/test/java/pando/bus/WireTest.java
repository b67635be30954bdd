package pando.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What holds of a [Bus] over every [Wire]. A wire passes when a class that extends this one does.
public abstract class WireTest {
  private static final int LIMIT_SECONDS = 20;
  private static final String MISSED = "(missed)";

  private final List<Bus> nodes = new ArrayList<>();

  /// A new wire between the same nodes as all others of this test.
  protected abstract Wire wire();

  /// Breaks every connection of the wires at once, as a server that is started anew.
  protected abstract void breakConnections();

  @AfterEach
  void closeNodes() {
    nodes.forEach(Bus::close);
  }

  /// A node, and what it hears about `posts`.
  private final class Node {
    final Bus bus = Bus.over(wire());
    final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    Node() {
      nodes.add(bus);
      hear("posts", heard);
      assertThat(next()).isEqualTo(MISSED); // it hears from now on
    }

    void hear(String topic, LinkedBlockingQueue<String> into) {
      bus.hear(
          topic,
          new Hearer() {
            @Override
            public void heard(String text) {
              into.add(text);
            }

            @Override
            public void missed() {
              into.add(MISSED);
            }
          });
    }

    String next() {
      return take(heard);
    }

    List<String> next(int count) {
      return IntStream.range(0, count).mapToObj(_ -> next()).toList();
    }
  }

  private static String take(LinkedBlockingQueue<String> heard) {
    try {
      var next = heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      return next == null ? "(nothing)" : next;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatOneNodeTellsAllOthersHearInOrder() {
    var ana = new Node();
    var ben = new Node();
    var cleo = new Node();

    ana.bus.tell("posts", "1");
    ana.bus.tell("people", "ana");
    ana.bus.tell("posts", "2 is a text with Umläute 🌳");

    assertThat(ben.next(2)).containsExactly("1", "2 is a text with Umläute 🌳");
    assertThat(cleo.next(2)).containsExactly("1", "2 is a text with Umläute 🌳");
  }

  @Test
  void nobodyHearsThemselves() {
    var ana = new Node();
    var ben = new Node();

    ana.bus.tell("posts", "ana's");
    assertThat(ben.next()).isEqualTo("ana's");
    ben.bus.tell("posts", "ben's");

    assertThat(ana.next()).isEqualTo("ben's");
    assertThat(ben.heard).isEmpty();
  }

  @Test
  void muchThatIsToldAtOnceArrivesWholeInManyPackets() {
    var ana = new Node();
    var ben = new Node();
    var texts =
        new Random(7)
            .ints(3_000, 100, Bus.MAX_TEXT)
            .mapToObj(length -> length + "é".repeat(length - 3))
            .distinct()
            .toList();

    texts.forEach(text -> ana.bus.tell("posts", text));

    assertThat(ben.next(texts.size())).isEqualTo(texts);
  }

  @Test
  void whoSaysMoreThanTheQueueHoldsSaysSo() {
    var ana = new Node();
    var ben = new Node();

    for (var i = 0; i < 20 * WiredBus.MAX_WAITING; i++) {
      ana.bus.tell("posts", "number " + i);
    }
    ana.bus.tell("posts", "the last");

    var heard = new ArrayList<String>();
    do {
      heard.add(ben.next());
    } while (!heard.getLast().equals("the last"));
    assertThat(heard).contains(MISSED).hasSizeLessThan(20 * WiredBus.MAX_WAITING);
  }

  @Test
  void aConnectionThatIsLostComesBackAndWhoListenedIsTold() {
    var ana = new Node();
    var ben = new Node();

    breakConnections();

    assertThat(ben.next(2)).containsExactly(MISSED, MISSED); // it is lost, and it is back
    assertThat(ana.next(2)).containsExactly(MISSED, MISSED);
    ana.bus.tell("posts", "is anybody there?"); // nobody knows whether this gets through
    String heard;
    do {
      ana.bus.tell("posts", "hello");
      heard = ben.next();
    } while (!heard.equals("hello"));
  }

  @Test
  void whatIsToldBeforeACloseIsSent() {
    var ana = new Node();
    var ben = new Node();

    ana.bus.tell("posts", "good night");
    ana.bus.close();

    assertThat(ben.next()).isEqualTo("good night");
  }

  @Test
  void aHearerThatFailsKeepsNothingFromOthers() {
    var ana = new Node();
    var ben = new Node();
    var later = new LinkedBlockingQueue<String>();
    ben.hear(
        "posts",
        new LinkedBlockingQueue<>(1) {
          @Override
          public boolean add(String text) {
            throw new IllegalStateException("has no time");
          }
        });
    ben.hear("posts", later);

    ana.bus.tell("posts", "hello");

    assertThat(take(later)).isEqualTo("hello");
  }

  @Test
  void aTextOfTwoLinesOrTooManyIsADefect() {
    var ana = new Node();

    assertThatThrownBy(() -> ana.bus.tell("posts", "two\nlines"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ana.bus.tell("posts", "x".repeat(Bus.MAX_TEXT + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
