package pando.painting;

import java.util.Random;

/// Smooth randomness over a plane: the same for the same seed.
///
/// Perlin's gradient noise. Features of `at` are about one unit wide; its values are from about -1
/// to 1.
final class Noise {
  private static final int SIZE = 256;
  private static final double LACUNARITY = 2.03; // not 2: octaves must not line up

  private final int[] permutation = new int[2 * SIZE];
  private final float[] across = new float[SIZE];
  private final float[] down = new float[SIZE];

  Noise(long seed) {
    var random = new Random(seed);
    for (var i = 0; i < SIZE; i++) {
      permutation[i] = i;
      var angle = random.nextDouble(2 * Math.PI);
      across[i] = (float) Math.cos(angle) * 1.5f;
      down[i] = (float) Math.sin(angle) * 1.5f;
    }
    for (var i = SIZE - 1; i > 0; i--) {
      var other = random.nextInt(i + 1);
      var kept = permutation[i];
      permutation[i] = permutation[other];
      permutation[other] = kept;
    }
    System.arraycopy(permutation, 0, permutation, SIZE, SIZE);
  }

  double at(double x, double y) {
    var column = x < 0 ? (int) x - 1 : (int) x;
    var row = y < 0 ? (int) y - 1 : (int) y;
    var right = x - column;
    var below = y - row;
    var part = ease(right);
    var upper =
        blend(corner(column, row, right, below), corner(column + 1, row, right - 1, below), part);
    var lower =
        blend(
            corner(column, row + 1, right, below - 1),
            corner(column + 1, row + 1, right - 1, below - 1),
            part);
    return blend(upper, lower, ease(below));
  }

  private double corner(int column, int row, double right, double below) {
    var cell = permutation[permutation[column & 255] + (row & 255)];
    return across[cell] * right + down[cell] * below;
  }

  private static double ease(double part) {
    return part * part * part * (part * (part * 6 - 15) + 10);
  }

  private static double blend(double from, double to, double part) {
    return from + (to - from) * part;
  }

  /// Clouds, mist, stains: octaves of noise, each half as strong as the one before.
  double cloud(double x, double y, int octaves) {
    var sum = 0.0;
    var strength = 0.5;
    var scale = 1.0;
    for (var octave = 0; octave < octaves; octave++) {
      sum += strength * at(x * scale + octave * 17.3, y * scale - octave * 9.1);
      strength /= 2;
      scale *= LACUNARITY;
    }
    return sum;
  }

  /// Mountains, waves, creases: sharp at the top, from 0 to about 1.
  double ridge(double x, double y, int octaves) {
    var sum = 0.0;
    var strength = 0.5;
    var scale = 1.0;
    for (var octave = 0; octave < octaves; octave++) {
      sum += strength * (1 - Math.abs(at(x * scale + octave * 31.7, y * scale + octave * 5.3)));
      strength /= 2.1;
      scale *= LACUNARITY;
    }
    return sum;
  }

  /// A number from 0 to 1 that has nothing to do with those beside it.
  static double grain(int x, int y) {
    var mixed = x * 374761393 + y * 668265263;
    mixed = (mixed ^ (mixed >>> 13)) * 1274126177;
    return ((mixed ^ (mixed >>> 16)) & 0xffff) / 65535.0;
  }
}
