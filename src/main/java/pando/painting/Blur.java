package pando.painting;

/// Box blurs that take the same time for every radius; three in a row are nearly a Gaussian.
final class Blur {
  private static final int PASSES = 3;

  private Blur() {}

  /// Blurs `planes` values for each pixel of an image.
  static void blur(float[] values, int planes, int width, int radius) {
    var spare = new float[values.length];
    var height = values.length / planes / width;
    for (var pass = 0; pass < PASSES; pass++) {
      for (var row = 0; row < height; row++) {
        for (var plane = 0; plane < planes; plane++) {
          line(values, spare, new Run(planes * row * width + plane, planes, width), radius);
        }
      }
      for (var column = 0; column < planes * width; column++) {
        line(spare, values, new Run(column, planes * width, height), radius);
      }
    }
  }

  /// Where the values of a line are.
  private record Run(int first, int step, int count) {
    int at(int index) {
      return first + step * Math.clamp(index, 0, count - 1);
    }
  }

  private static void line(float[] from, float[] to, Run run, int radius) {
    var sum = 0f;
    for (var i = -radius; i <= radius; i++) {
      sum += from[run.at(i)];
    }
    var share = 1f / (2 * radius + 1);
    for (var i = 0; i < run.count; i++) {
      to[run.at(i)] = sum * share;
      sum += from[run.at(i + radius + 1)] - from[run.at(i - radius)];
    }
  }
}
