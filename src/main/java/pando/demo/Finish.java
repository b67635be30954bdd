package pando.demo;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/// What a camera makes of light: a bloom around what is bright, darker corners, a film's curve and
/// its grain.
final class Finish {
  private static final int BLOOM_SCALE = 8;
  private static final float BLOOM_FROM = 0.75f;
  private static final float BLOOM = 0.35f;
  private static final double VIGNETTE = 0.32;
  private static final double GRAIN = 0.012;
  private static final int STEPS = 4096;
  private static final float MOST = 4f;
  private static final float[] CURVE = curve();

  private Finish() {}

  /// The picture of what is on a canvas.
  static BufferedImage develop(Canvas canvas, int seed) {
    var bloom = bloom(canvas);
    var image = new BufferedImage(canvas.width, canvas.height, BufferedImage.TYPE_INT_RGB);
    var pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    for (var row = 0; row < canvas.height; row++) {
      for (var column = 0; column < canvas.width; column++) {
        pixels[row * canvas.width + column] = pixel(canvas, bloom, row, column, seed);
      }
    }
    return image;
  }

  private static int pixel(Canvas canvas, Canvas bloom, int row, int column, int seed) {
    var across = 2.0 * column / canvas.width - 1;
    var down = 2.0 * row / canvas.height - 1;
    var far = across * across + down * down;
    var corner = 1 - VIGNETTE * far * far / 4 - VIGNETTE * far / 4;
    var grain = GRAIN * (Noise.grain(column + seed, row) + Noise.grain(column, row + 7 + seed) - 1);
    var at = 3 * (row * canvas.width + column);
    var x = (column + 0.5) / BLOOM_SCALE - 0.5;
    var y = (row + 0.5) / BLOOM_SCALE - 0.5;
    var rgb = 0;
    for (var colour = 0; colour < 3; colour++) {
      var light = canvas.light[at + colour] + BLOOM * between(bloom, x, y, colour);
      var shown = CURVE[(int) Math.clamp(light * corner * (STEPS / MOST), 0, STEPS - 1)] + grain;
      rgb = rgb << 8 | (int) Math.clamp(shown * 255 + 0.5, 0, 255);
    }
    return rgb;
  }

  private static float between(Canvas small, double x, double y, int colour) {
    var column = Math.clamp((int) x, 0, small.width - 2);
    var row = Math.clamp((int) y, 0, small.height - 2);
    var right = (float) Math.clamp(x - column, 0, 1);
    var below = (float) Math.clamp(y - row, 0, 1);
    var at = 3 * (row * small.width + column) + colour;
    var next = at + 3 * small.width;
    var upper = small.light[at] + (small.light[at + 3] - small.light[at]) * right;
    var lower = small.light[next] + (small.light[next + 3] - small.light[next]) * right;
    return upper + (lower - upper) * below;
  }

  private static Canvas bloom(Canvas canvas) {
    var small = new Canvas(canvas.width / BLOOM_SCALE, canvas.height / BLOOM_SCALE);
    for (var row = 0; row < small.height; row++) {
      for (var column = 0; column < small.width; column++) {
        for (var colour = 0; colour < 3; colour++) {
          small.light[3 * (row * small.width + column) + colour] =
              bright(canvas, row * BLOOM_SCALE, column * BLOOM_SCALE, colour);
        }
      }
    }
    small.blur(0.03);
    return small;
  }

  private static float bright(Canvas canvas, int row, int column, int colour) {
    var sum = 0f;
    for (var y = row; y < row + BLOOM_SCALE; y += 2) {
      for (var x = column; x < column + BLOOM_SCALE; x += 2) {
        sum += Math.clamp(canvas.light[3 * (y * canvas.width + x) + colour] - BLOOM_FROM, 0, MOST);
      }
    }
    return sum * 4 / (BLOOM_SCALE * BLOOM_SCALE);
  }

  /// A film's curve: deep shadows, soft highlights.
  private static float[] curve() {
    var curve = new float[STEPS];
    for (var step = 0; step < STEPS; step++) {
      var x = (double) step * MOST / STEPS * 0.72;
      var film = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14);
      curve[step] = (float) Math.pow(Math.clamp(film, 0, 1), 1 / 2.2);
    }
    return curve;
  }
}
