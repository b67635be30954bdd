package pando.media;

/// A BlurHash: a picture in about thirty characters, as a sum of cosines
/// (<https://github.com/woltapp/blurhash/blob/master/Algorithm.md>).
final class BlurHash {
  /// Cosines from left to right and from top to bottom.
  static final int COLUMNS = 4;

  static final int ROWS = 3;

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

  /// The quantised maximum of the cosines stands for (this + 1) / [#MAXIMUM_STEPS].
  private static final double MAXIMUM_STEPS = 166;

  private static final double[] LINEAR = new double[256];

  static {
    for (var i = 0; i < LINEAR.length; i++) {
      var value = i / 255.0;
      LINEAR[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
  }

  private BlurHash() {}

  /// The hash of 8-bit sRGB pixels, three bytes each, row by row from the top.
  static String of(byte[] pixels, int width, int height) {
    var factors = new double[COLUMNS * ROWS][];
    var maximum = 0.0;
    for (var i = 0; i < factors.length; i++) {
      factors[i] = factor(pixels, width, height, i % COLUMNS, i / COLUMNS);
      for (var channel = 0; i > 0 && channel < 3; channel++) {
        maximum = Math.max(maximum, Math.abs(factors[i][channel]));
      }
    }
    var steps = Math.clamp((long) Math.floor(maximum * MAXIMUM_STEPS - 0.5), 0, 82);
    var hash = new StringBuilder();
    append(hash, (COLUMNS - 1) + (ROWS - 1) * 9, 1);
    append(hash, steps, 1);
    append(hash, average(factors[0]), 4);
    for (var i = 1; i < factors.length; i++) {
      append(hash, cosine(factors[i], (steps + 1) / MAXIMUM_STEPS), 2);
    }
    return hash.toString();
  }

  private static double[] factor(byte[] pixels, int width, int height, int column, int row) {
    var sum = new double[3];
    for (var y = 0; y < height; y++) {
      var vertical = Math.cos(Math.PI * row * y / height);
      for (var x = 0; x < width; x++) {
        var basis = vertical * Math.cos(Math.PI * column * x / width);
        for (var channel = 0; channel < 3; channel++) {
          sum[channel] += basis * LINEAR[pixels[(y * width + x) * 3 + channel] & 0xff];
        }
      }
    }
    var scale = (column == 0 && row == 0 ? 1.0 : 2.0) / (width * height);
    return new double[] {sum[0] * scale, sum[1] * scale, sum[2] * scale};
  }

  private static int average(double[] colour) {
    return srgb(colour[0]) << 16 | srgb(colour[1]) << 8 | srgb(colour[2]);
  }

  private static int srgb(double linear) {
    var value = Math.clamp(linear, 0.0, 1.0);
    var encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
    return (int) (encoded * 255 + 0.5);
  }

  private static int cosine(double[] colour, double maximum) {
    var value = 0;
    for (var channel : colour) {
      var root = Math.copySign(Math.sqrt(Math.abs(channel / maximum)), channel);
      value = value * 19 + Math.clamp((long) Math.floor(root * 9 + 9.5), 0, 18);
    }
    return value;
  }

  private static void append(StringBuilder hash, int value, int length) {
    for (int i = length, divisor = (int) Math.pow(83, length - 1); i > 0; i--, divisor /= 83) {
      hash.append(DIGITS.charAt(value / divisor % 83));
    }
  }
}
