package pando.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private enum Color {
    RED,
    GREEN
  }

  private record Name(String first, @Nullable String last) {}

  private record Person(
      long id,
      Name name,
      @Nullable Color color,
      List<Name> friends,
      Set<String> tags,
      boolean open,
      int count,
      Instant since,
      @Nullable Long photo) {}

  private record Shorter(long id, Name name) {}

  private final Encoding<Person> encoding = Encoding.of(Person.class);
  private final Person ana =
      new Person(
          7,
          new Name("Ana 🌳", null),
          Color.GREEN,
          List.of(new Name("Ben", "Li")),
          Set.of("aspen"),
          true,
          -3,
          Instant.parse("2026-11-26T04:00:00.123456789Z"),
          null);

  private Person decode(byte[] bytes) {
    return encoding.decode(bytes, 0, bytes.length);
  }

  @Test
  void whatWasEncodedIsDecoded() {
    assertThat(decode(encoding.encode(ana))).isEqualTo(ana);
  }

  @Test
  void whatConsistsOfOtherPartsHasAnotherFingerprint() {
    assertThat(encoding.fingerprint())
        .isEqualTo(Encoding.of(Person.class).fingerprint())
        .isNotEqualTo(Encoding.of(Shorter.class).fingerprint());
  }

  @Test
  void bytesThatWereCutOrChangedAreRefusedOrAnotherValueAndNothingElseHappens() {
    var bytes = encoding.encode(ana);
    for (var length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    var random = new Random(3);
    for (var i = 0; i < 10_000; i++) {
      var changed = bytes.clone();
      changed[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        decode(changed);
      } catch (IllegalArgumentException _) {
        // The checksum finds what this does not.
      }
    }
  }

  @Test
  void aValueOfAnUnknownKindIsADefect() {
    assertThatThrownBy(() -> Encoding.of(Duration.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
