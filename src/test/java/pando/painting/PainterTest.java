package pando.painting;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Image;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pando.painting.Painter.Order;
import pando.painting.Painter.Shape;

class PainterTest {
  /// The side of what is left of a photo when details are gone.
  private static final int GLIMPSE = 12;

  @ParameterizedTest
  @EnumSource(Motif.class)
  void theSameOrderIsPaintedTheSameAndAnotherSeedDifferently(Motif motif) {
    var photo = pixels(new Order(motif, Hour.GOLDEN, Shape.FACE, 1));

    assertThat(pixels(new Order(motif, Hour.GOLDEN, Shape.FACE, 1))).isEqualTo(photo);
    assertThat(difference(photo, pixels(new Order(motif, Hour.GOLDEN, Shape.FACE, 2))))
        .isGreaterThan(4);
  }

  @ParameterizedTest
  @EnumSource(Motif.class)
  void aPhotoHasLightAndShadow(Motif motif) {
    var photo = pixels(new Order(motif, Hour.GOLDEN, Shape.FACE, 3));
    var greens = Arrays.stream(photo).map(pixel -> pixel >> 8 & 255).sorted().toArray();

    assertThat(greens[greens.length * 98 / 100] - greens[greens.length * 2 / 100])
        .isGreaterThan(40);
  }

  @Test
  void motifsDoNotLookAlikeEvenAtAGlance() {
    var glimpses = new ArrayList<int[]>();
    for (var motif : Motif.values()) {
      var glimpse = glimpse(Painter.paint(new Order(motif, Hour.GOLDEN, Shape.FACE, 1)));
      assertThat(glimpses).allMatch(other -> difference(other, glimpse) > 8);
      glimpses.add(glimpse);
    }
  }

  private static int[] pixels(Order order) {
    return pixels(Painter.paint(order));
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static int[] glimpse(BufferedImage photo) {
    var small = new BufferedImage(GLIMPSE, GLIMPSE, BufferedImage.TYPE_INT_RGB);
    var graphics = small.createGraphics();
    graphics.drawImage(
        photo.getScaledInstance(GLIMPSE, GLIMPSE, Image.SCALE_AREA_AVERAGING), 0, 0, null);
    graphics.dispose();
    return pixels(small);
  }

  /// How far two photos are from each other, of 255, on average.
  private static double difference(int[] one, int[] other) {
    var sum = 0L;
    for (var i = 0; i < one.length; i++) {
      for (var shift = 0; shift <= 16; shift += 8) {
        sum += Math.abs((one[i] >> shift & 255) - (other[i] >> shift & 255));
      }
    }
    return sum / 3.0 / one.length;
  }
}
