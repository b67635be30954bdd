package pando.painting;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;

/// What a camera makes of light: a bloom around what is bright, darker corners, a film's curve and
/// its grain.
final class Finish {
  private static final int BLOOM_SCALE = 8;
  private static final float BLOOM_FROM = 0.75f;
  private static final double BLOOM_RADIUS = 0.03;
  private static final float BLOOM = 0.35f;
  private static final float VIGNETTE = 0.32f;
  private static final float GRAIN = 3; // of 255
  private static final int STEPS = 4096;
  private static final float MOST = 4;
  private static final float[] CURVE = curve();

  /// Grain that is used again and again, each row from another place.
  private static final float[] GRAINS = grains();

  private Finish() {}

  /// The picture of what is on a canvas.
  static BufferedImage develop(Canvas canvas, int seed) {
    var bloom = new OutOfFocus(canvas, BLOOM_SCALE, BLOOM_FROM, BLOOM_RADIUS);
    var image = new BufferedImage(canvas.width, canvas.height, BufferedImage.TYPE_INT_RGB);
    var pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    var random = new Random(seed);
    for (var row = 0; row < canvas.height; row++) {
      var glow = bloom.row(row);
      var grain = random.nextInt(GRAINS.length);
      var down = 2f * row / canvas.height - 1;
      for (var column = 0; column < canvas.width; column++) {
        var across = 2f * column / canvas.width - 1;
        var far = across * across + down * down;
        var corner = 1 - VIGNETTE / 4 * far * (far + 1);
        var light = canvas.tint(row, column).plus(bloom.at(glow, column), BLOOM).times(corner);
        var noise = GRAINS[(grain + column) % GRAINS.length];
        pixels[row * canvas.width + column] =
            shown(light.red(), noise) << 16
                | shown(light.green(), noise) << 8
                | shown(light.blue(), noise);
      }
    }
    return image;
  }

  private static int shown(float light, float noise) {
    var step = Math.clamp((int) (light * (STEPS / MOST)), 0, STEPS - 1);
    return Math.clamp((int) (CURVE[step] + noise), 0, 255);
  }

  /// A film's curve: deep shadows, soft highlights.
  private static float[] curve() {
    var curve = new float[STEPS];
    for (var step = 0; step < STEPS; step++) {
      var x = (double) step * MOST / STEPS * 0.72;
      var film = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14);
      curve[step] = 0.5f + 255 * (float) Math.pow(Math.clamp(film, 0, 1), 1 / 2.2);
    }
    return curve;
  }

  private static float[] grains() {
    var random = new Random(1);
    var grains = new float[1 << 16];
    for (var i = 0; i < grains.length; i++) {
      grains[i] = GRAIN * (random.nextFloat() + random.nextFloat() - 1);
    }
    return grains;
  }
}
