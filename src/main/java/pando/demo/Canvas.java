package pando.demo;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import java.util.function.Consumer;

/// What a scene is painted on: light for each pixel, and the places of things in units of its
/// height. `x` is from 0 at the left to [#right], `y` from 0 at the top to 1.
final class Canvas {
  /// What is smooth is computed for every so manieth pixel of a row and a column.
  private static final int SOFT = 4;

  final int width;
  final int height;

  /// Red, green and blue of each pixel, row by row.
  final float[] light;

  private final BufferedImage stencil;
  private final byte[] parts;

  /// What a place looks like.
  interface Shader {
    Tint at(double x, double y);
  }

  /// What a place looks like beneath what is painted there now.
  interface Glaze {
    Tint at(double x, double y, Tint under);
  }

  /// How much of something there is at a place, from 0 to 1.
  interface Part {
    double at(double x, double y);
  }

  /// A line from left to right: the y of an x.
  interface Line {
    double at(double x);
  }

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    this.light = new float[3 * width * height];
    this.stencil = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    this.parts = ((DataBufferByte) stencil.getRaster().getDataBuffer()).getData();
  }

  /// Another canvas that looks the same.
  Canvas copy() {
    var copy = new Canvas(width, height);
    System.arraycopy(light, 0, copy.light, 0, light.length);
    return copy;
  }

  /// The right edge: the width in heights.
  double right() {
    return (double) width / height;
  }

  /// A line that is computed once for each column; beyond the edges it goes on as it ends.
  Line keep(Line line) {
    var edge = new double[width];
    for (var column = 0; column < width; column++) {
      edge[column] = line.at(place(column));
    }
    return x -> edge[Math.clamp((int) (x * height), 0, width - 1)];
  }

  /// Paints everything from `top` to `bottom`.
  void paint(double top, double bottom, Shader shader) {
    glaze(top, bottom, (x, y, _) -> shader.at(x, y));
  }

  /// Paints over what is there.
  void glaze(double top, double bottom, Glaze glaze) {
    for (var row = row(top); row < row(bottom); row++) {
      for (var column = 0; column < width; column++) {
        var at = 3 * (row * width + column);
        put(at, glaze.at(place(column), place(row), tint(at)));
      }
    }
  }

  /// Paints what has no detail finer than a few pixels, which is much quicker.
  void paintSoft(double top, double bottom, Shader shader) {
    soft(top, bottom, shader, (_, tint) -> tint);
  }

  /// Adds light that has no detail finer than a few pixels.
  void shine(double top, double bottom, Shader shader) {
    soft(top, bottom, shader, Tint::plus);
  }

  /// Draws a thin cloth of one colour over everything.
  void veil(double top, double bottom, Tint tint, Part part) {
    soft(
        top,
        bottom,
        (x, y) -> new Tint((float) part.at(x, y), 0, 0),
        (under, cover) -> under.mix(tint, cover.red()));
  }

  private interface Mix {
    Tint of(Tint under, Tint over);
  }

  @SuppressWarnings("ReferenceEquality") // whether the array itself is in use again
  private void soft(double top, double bottom, Shader shader, Mix mix) {
    var columns = width / SOFT + 2;
    var upper = new Tint[columns];
    var lower = new Tint[columns];
    var computed = -1;
    for (var row = row(top); row < row(bottom); row++) {
      var block = row / SOFT;
      if (block != computed) {
        var next = upper;
        upper = block == computed + 1 && computed >= 0 ? lower : softRow(shader, block, upper);
        lower = softRow(shader, block + 1, upper == next ? new Tint[columns] : next);
        computed = block;
      }
      var down = (double) (row % SOFT) / SOFT;
      for (var column = 0; column < width; column++) {
        var left = column / SOFT;
        var across = (double) (column % SOFT) / SOFT;
        var tint =
            upper[left]
                .mix(upper[left + 1], across)
                .mix(lower[left].mix(lower[left + 1], across), down);
        var at = 3 * (row * width + column);
        put(at, mix.of(tint(at), tint));
      }
    }
  }

  private Tint[] softRow(Shader shader, int block, Tint[] into) {
    for (var i = 0; i < into.length; i++) {
      into[i] = shader.at(place(i * SOFT), place(block * SOFT));
    }
    return into;
  }

  /// Paints everything that is below a line, whose edge is smooth.
  void paintBelow(Line line, Shader shader) {
    paintBetween(line, _ -> 1, shader);
  }

  /// Paints everything between two lines. The edge of the upper one is smooth; what is painted next
  /// begins at the lower one.
  void paintBetween(Line upper, Line lower, Shader shader) {
    for (var column = 0; column < width; column++) {
      var x = place(column);
      var edge = upper.at(x) * height;
      var last = Math.min(height, (int) Math.ceil(lower.at(x) * height) + 1);
      for (var row = Math.max(0, (int) Math.floor(edge)); row < last; row++) {
        var at = 3 * (row * width + column);
        var part = row + 1 - edge;
        var tint = shader.at(x, place(row));
        put(at, part < 1 ? tint(at).mix(tint, part) : tint);
      }
    }
  }

  /// Paints a drawing with smooth edges.
  void draw(Consumer<Pen> drawing, Shader shader) {
    draw(drawing, 0, (x, y, _) -> shader.at(x, y));
  }

  /// Paints a drawing that is out of focus.
  ///
  /// @param blur the radius of the blur in heights
  void draw(Consumer<Pen> drawing, double blur, Glaze glaze) {
    var pen = new Pen(stencil);
    drawing.accept(pen);
    var touched = pen.finish();
    var radius = (int) Math.round(blur * height);
    var margin = 1 + 3 * radius;
    var left = Math.clamp((int) Math.floor(touched.getMinX() * height) - margin, 0, width);
    var right = Math.clamp((int) Math.ceil(touched.getMaxX() * height) + margin, 0, width);
    var top = Math.clamp((int) Math.floor(touched.getMinY() * height) - margin, 0, height);
    var bottom = Math.clamp((int) Math.ceil(touched.getMaxY() * height) + margin, 0, height);
    if (left >= right || top >= bottom) {
      return;
    }
    if (radius > 0) {
      blurParts(new Rectangle2D.Double(left, top, right - left, bottom - top), radius);
    }
    for (var row = top; row < bottom; row++) {
      for (var column = left; column < right; column++) {
        var part = parts[row * width + column] & 255;
        if (part > 0) {
          var at = 3 * (row * width + column);
          var under = tint(at);
          put(at, under.mix(glaze.at(place(column), place(row), under), part / 255.0));
        }
      }
      Arrays.fill(parts, row * width + left, row * width + right, (byte) 0);
    }
  }

  private void blurParts(Rectangle2D area, int radius) {
    var across = (int) area.getWidth();
    var down = (int) area.getHeight();
    var first = ((int) area.getY()) * width + (int) area.getX();
    var values = new float[across * down];
    for (var i = 0; i < values.length; i++) {
      values[i] = parts[first + i / across * width + i % across] & 255;
    }
    Blur.blur(values, 1, across, radius);
    for (var i = 0; i < values.length; i++) {
      parts[first + i / across * width + i % across] =
          (byte) Math.round(Math.clamp(values[i], 0f, 255f));
    }
  }

  /// Adds a round glow.
  ///
  /// @param radius where little of it is left
  void glow(double x, double y, double radius, Tint tint) {
    patch(
        x,
        y,
        2.2 * radius,
        2.2 * radius,
        (across, down, under) -> {
          var far = 4.84 * (across * across + down * down);
          return far > 4.84 ? under : under.plus(tint, Math.exp(-2 * far) - 6.3e-5);
        });
  }

  /// Paints over what is around an ellipse: places are from -1 to 1 within it.
  void patch(double x, double y, double across, double down, Glaze glaze) {
    for (var row = row(y - down); row < row(y + down); row++) {
      for (var column = column(x - across); column < column(x + across); column++) {
        var at = 3 * (row * width + column);
        put(at, glaze.at((place(column) - x) / across, (place(row) - y) / down, tint(at)));
      }
    }
  }

  /// Fills an upright rectangle of whole pixels.
  void fill(double left, double top, double across, double down, Tint tint) {
    patch(left + across / 2, top + down / 2, across / 2, down / 2, (_, _, _) -> tint);
  }

  /// The light at a place, the nearest one inside.
  Tint at(double x, double y) {
    var column = Math.clamp((int) (x * height), 0, width - 1);
    var row = Math.clamp((int) (y * height), 0, height - 1);
    return tint(3 * (row * width + column));
  }

  /// Blurs everything that is painted by now.
  void blur(double radius) {
    Blur.blur(light, 3, width, Math.max(1, (int) Math.round(radius * height)));
  }

  private Tint tint(int at) {
    return new Tint(light[at], light[at + 1], light[at + 2]);
  }

  private void put(int at, Tint tint) {
    light[at] = tint.red();
    light[at + 1] = tint.green();
    light[at + 2] = tint.blue();
  }

  private double place(int pixel) {
    return (pixel + 0.5) / height;
  }

  private int row(double y) {
    return Math.clamp(Math.round(y * height), 0, height);
  }

  private int column(double x) {
    return Math.clamp(Math.round(x * height), 0, width);
  }
}
