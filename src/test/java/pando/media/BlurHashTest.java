package pando.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlurHashTest {
  /// What the reference implementation (npm `blurhash` 2.0) makes of the same pixels.
  @Test
  void hashesAreThoseOfTheReferenceImplementation() {
    var white = new byte[8 * 8 * 3];
    Arrays.fill(white, (byte) 255);
    var coloured = new byte[32 * 24 * 3];
    for (var y = 0; y < 24; y++) {
      for (var x = 0; x < 32; x++) {
        coloured[(y * 32 + x) * 3] = (byte) (255 - x * 8);
        coloured[(y * 32 + x) * 3 + 1] = (byte) (255 - y * 10);
        coloured[(y * 32 + x) * 3 + 2] = (byte) (255 - x * y);
      }
    }

    assertThat(BlurHash.of(new byte[8 * 8 * 3], 8, 8)).isEqualTo("L00000fQfQfQfQfQfQfQfQfQfQfQ");
    assertThat(BlurHash.of(white, 8, 8)).isEqualTo("LfTSUA~qfQ~q~qt7fQt7fQfQfQfQ");
    assertThat(BlurHash.of(coloured, 32, 24)).isEqualTo("L;Hx~m|~$AxJqCogjsk8ghfifNfh");
  }
}
