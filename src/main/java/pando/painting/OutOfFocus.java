package pando.painting;

/// What a canvas looks like out of focus: a small copy, blurred, whose pixels run into one another.
final class OutOfFocus {
  /// Every so manieth pixel of a row and a column is looked at.
  private static final int GRID = 2;

  private final int scale;
  private final int width;
  private final int height;
  private final float[] light;

  /// @param scale how many times smaller the copy is, an even number
  /// @param from light below that is not seen; 0: all is
  /// @param radius of the blur in heights
  OutOfFocus(Canvas canvas, int scale, float from, double radius) {
    this.scale = scale;
    this.width = canvas.width / scale;
    this.height = canvas.height / scale;
    this.light = new float[3 * width * height];
    var share = (float) (GRID * GRID) / (scale * scale);
    for (var row = 0; row < height * scale; row += GRID) {
      for (var column = 0; column < width * scale; column += GRID) {
        var at = 3 * (row * canvas.width + column);
        var into = 3 * (row / scale * width + column / scale);
        for (var colour = 0; colour < 3; colour++) {
          light[into + colour] += Math.max(0, canvas.light[at + colour] - from) * share;
        }
      }
    }
    Blur.blur(light, 3, width, Math.max(1, (int) Math.round(radius * height)));
  }

  /// A row of the small copy, blended from the two beside it, for [#at].
  float[] row(int row) {
    var y = Math.clamp((row + 0.5f) / scale - 0.5f, 0, height - 1f);
    var above = 3 * width * (int) y;
    var below = Math.min(above + 3 * width, light.length - 3 * width);
    var part = y - (int) y;
    var blended = new float[3 * width];
    for (var i = 0; i < blended.length; i++) {
      blended[i] = light[above + i] + (light[below + i] - light[above + i]) * part;
    }
    return blended;
  }

  /// The light of a pixel of the large canvas.
  ///
  /// @param row what [#row] answered for its row
  Tint at(float[] row, int column) {
    var x = Math.clamp((column + 0.5f) / scale - 0.5f, 0, width - 1f);
    var left = 3 * (int) x;
    var right = Math.min(left + 3, row.length - 3);
    var part = x - (int) x;
    return new Tint(
        row[left] + (row[right] - row[left]) * part,
        row[left + 1] + (row[right + 1] - row[left + 1]) * part,
        row[left + 2] + (row[right + 2] - row[left + 2]) * part);
  }
}
