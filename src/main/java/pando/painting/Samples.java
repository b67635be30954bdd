package pando.painting;

import java.util.Arrays;
import pando.painting.Canvas.Shader;

/// What a shader says of the places of a canvas: it is asked for every so manieth pixel of a row
/// and a column, only near the places that are wanted, and blended between. Rows are wanted from
/// the top down.
final class Samples {
  private static final int NONE = Integer.MIN_VALUE;

  private final Shader shader;
  private final int step;
  private final double pixel;
  private final int first;

  /// Red, green and blue of the samples above and below the wanted row; NaN if not asked yet.
  private float[] upper;

  private float[] lower;
  private int block = NONE;
  private float down;

  /// The columns beside the pixel that was wanted last.
  private Tint left = Tint.BLACK;

  private Tint right = Tint.BLACK;
  private int cell = NONE;

  /// @param pixel its side in heights
  /// @param left the first column that is wanted
  /// @param right the one after the last
  Samples(Shader shader, int step, double pixel, int left, int right) {
    this.shader = shader;
    this.step = step;
    this.pixel = pixel;
    this.first = left / step;
    this.upper = new float[3 * (right / step + 2 - first)];
    this.lower = new float[upper.length];
  }

  /// Goes on to a row.
  void row(int row) {
    if (row / step != block) {
      var next = lower;
      lower = upper;
      upper = next;
      if (row / step != block + 1) {
        Arrays.fill(upper, Float.NaN);
      }
      Arrays.fill(lower, Float.NaN);
      block = row / step;
    }
    down = (float) (row % step) / step;
    cell = NONE;
  }

  /// What a pixel of the row looks like.
  Tint at(int column) {
    var cell = column / step;
    if (cell != this.cell) {
      left = cell == this.cell + 1 ? right : between(cell);
      right = between(cell + 1);
      this.cell = cell;
    }
    return left.mix(right, (double) (column - cell * step) / step);
  }

  /// A column of samples at the wanted row.
  private Tint between(int column) {
    var at = 3 * (column - first);
    ask(upper, column, block);
    ask(lower, column, block + 1);
    return new Tint(
        upper[at] + (lower[at] - upper[at]) * down,
        upper[at + 1] + (lower[at + 1] - upper[at + 1]) * down,
        upper[at + 2] + (lower[at + 2] - upper[at + 2]) * down);
  }

  private void ask(float[] row, int column, int block) {
    var at = 3 * (column - first);
    if (Float.isNaN(row[at])) {
      var tint = shader.at((column * step + 0.5) * pixel, (block * step + 0.5) * pixel);
      row[at] = tint.red();
      row[at + 1] = tint.green();
      row[at + 2] = tint.blue();
    }
  }
}
