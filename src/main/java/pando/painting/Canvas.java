package pando.painting;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import java.util.function.Consumer;

/// What a scene is painted on: light for each pixel, and the places of things in units of its
/// height. `x` is from 0 at the left to [#right], `y` from 0 at the top to 1.
final class Canvas {
  /// What things look like is computed for every so manieth pixel of a row and a column; their
  /// edges for each.
  private static final int FINE = 2;

  /// The same for what is smooth.
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
    paint(top, bottom, FINE, shader, (_, tint) -> tint);
  }

  /// Paints what has no detail finer than a few pixels, which is much quicker.
  void paintSoft(double top, double bottom, Shader shader) {
    paint(top, bottom, SOFT, shader, (_, tint) -> tint);
  }

  /// Adds light that has no detail finer than a few pixels.
  void shine(double top, double bottom, Shader shader) {
    paint(top, bottom, SOFT, shader, Tint::plus);
  }

  /// Adds light.
  void sparkle(double top, double bottom, Shader shader) {
    paint(top, bottom, FINE, shader, Tint::plus);
  }

  /// Draws a thin cloth of one colour over everything.
  void veil(double top, double bottom, Tint tint, Part part) {
    paint(
        top,
        bottom,
        FINE,
        (x, y) -> new Tint((float) part.at(x, y), 0, 0),
        (under, cover) -> under.mix(tint, cover.red()));
  }

  private interface Mix {
    Tint of(Tint under, Tint over);
  }

  private void paint(double top, double bottom, int step, Shader shader, Mix mix) {
    var samples = new Samples(shader, step, 1.0 / height, 0, width);
    for (var row = row(top); row < row(bottom); row++) {
      samples.row(row);
      for (var column = 0; column < width; column++) {
        put(row, column, mix.of(tint(row, column), samples.at(column)));
      }
    }
  }

  /// Paints everything that is below a line, whose edge is smooth.
  void paintBelow(Line line, Shader shader) {
    paintBetween(line, _ -> 1, shader);
  }

  /// Paints everything between two lines. The edge of the upper one is smooth; what is painted next
  /// begins at the lower one.
  void paintBetween(Line upper, Line lower, Shader shader) {
    var edges = new double[width];
    var ends = new int[width];
    var top = height;
    for (var column = 0; column < width; column++) {
      edges[column] = upper.at(place(column)) * height;
      ends[column] = Math.min(height, (int) Math.ceil(lower.at(place(column)) * height) + 1);
      top = Math.min(top, (int) Math.floor(edges[column]));
    }
    var samples = new Samples(shader, FINE, 1.0 / height, 0, width);
    for (var row = Math.max(0, top); row < height; row++) {
      samples.row(row);
      for (var column = 0; column < width; column++) {
        var part = row + 1 - edges[column];
        if (part > 0 && row < ends[column]) {
          put(row, column, tint(row, column).mix(samples.at(column), part));
        }
      }
    }
  }

  /// Paints a drawing with smooth edges.
  void draw(Consumer<Pen> drawing, Shader shader) {
    draw(drawing, 0, shader);
  }

  /// Paints a drawing that is out of focus.
  ///
  /// @param blur the radius of the blur in heights
  void draw(Consumer<Pen> drawing, double blur, Shader shader) {
    var area = stencil(drawing, blur);
    var samples = new Samples(shader, FINE, 1.0 / height, area.left, area.right);
    for (var row = area.top; row < area.bottom; row++) {
      samples.row(row);
      for (var column = area.left; column < area.right; column++) {
        var part = parts[row * width + column] & 255;
        if (part > 0) {
          put(row, column, tint(row, column).mix(samples.at(column), part / 255.0));
        }
      }
    }
    clean(area);
  }

  /// Changes what is beneath a drawing that is out of focus.
  void draw(Consumer<Pen> drawing, double blur, Glaze glaze) {
    var area = stencil(drawing, blur);
    for (var row = area.top; row < area.bottom; row++) {
      for (var column = area.left; column < area.right; column++) {
        var part = parts[row * width + column] & 255;
        if (part > 0) {
          var under = tint(row, column);
          var over = glaze.at(place(column), place(row), under);
          put(row, column, under.mix(over, part / 255.0));
        }
      }
    }
    clean(area);
  }

  /// A part of the canvas, in pixels.
  private record Area(int left, int top, int right, int bottom) {}

  /// Draws into the stencil, and says where.
  private Area stencil(Consumer<Pen> drawing, double blur) {
    var pen = new Pen(stencil);
    drawing.accept(pen);
    var touched = pen.finish();
    var radius = (int) Math.round(blur * height);
    var margin = 1 + 3 * radius;
    var area =
        new Area(
            Math.clamp((int) Math.floor(touched.getMinX() * height) - margin, 0, width),
            Math.clamp((int) Math.floor(touched.getMinY() * height) - margin, 0, height),
            Math.clamp((int) Math.ceil(touched.getMaxX() * height) + margin, 0, width),
            Math.clamp((int) Math.ceil(touched.getMaxY() * height) + margin, 0, height));
    if (radius > 0 && area.left < area.right && area.top < area.bottom) {
      blur(area, radius);
    }
    return area;
  }

  private void blur(Area area, int radius) {
    var across = area.right - area.left;
    var values = new float[across * (area.bottom - area.top)];
    var first = area.top * width + area.left;
    for (var i = 0; i < values.length; i++) {
      values[i] = parts[first + i / across * width + i % across] & 255;
    }
    Blur.blur(values, 1, across, radius);
    for (var i = 0; i < values.length; i++) {
      parts[first + i / across * width + i % across] =
          (byte) Math.round(Math.clamp(values[i], 0f, 255f));
    }
  }

  private void clean(Area area) {
    for (var row = area.top; row < area.bottom; row++) {
      Arrays.fill(parts, row * width + area.left, row * width + area.right, (byte) 0);
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
        var under = tint(row, column);
        put(row, column, glaze.at((place(column) - x) / across, (place(row) - y) / down, under));
      }
    }
  }

  /// Fills an upright rectangle of whole pixels.
  void fill(double left, double top, double across, double down, Tint tint) {
    for (var row = row(top); row < row(top + down); row++) {
      for (var column = column(left); column < column(left + across); column++) {
        put(row, column, tint);
      }
    }
  }

  /// The light at a place, the nearest one inside.
  Tint at(double x, double y) {
    return tint(
        Math.clamp((int) (y * height), 0, height - 1),
        Math.clamp((int) (x * height), 0, width - 1));
  }

  /// Blurs everything that is painted by now.
  void blur(double radius) {
    var blurred = new OutOfFocus(this, SOFT, 0, radius);
    for (var row = 0; row < height; row++) {
      var soft = blurred.row(row);
      for (var column = 0; column < width; column++) {
        put(row, column, blurred.at(soft, column));
      }
    }
  }

  /// The light of a pixel.
  Tint tint(int row, int column) {
    var at = 3 * (row * width + column);
    return new Tint(light[at], light[at + 1], light[at + 2]);
  }

  private void put(int row, int column, Tint tint) {
    var at = 3 * (row * width + column);
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
