package pando.painting;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;

/// Outlines of things, in units of the height of the canvas.
final class Shapes {
  private Shapes() {}

  static Shape circle(double x, double y, double radius) {
    return ellipse(x, y, radius, radius);
  }

  static Shape ellipse(double x, double y, double across, double down) {
    return new Ellipse2D.Double(x - across, y - down, 2 * across, 2 * down);
  }

  static Shape box(double left, double top, double width, double height) {
    return new Rectangle2D.Double(left, top, width, height);
  }

  /// A closed outline through points: x, y, x, y ...
  static Path2D outline(double... points) {
    var path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (var i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    path.closePath();
    return path;
  }

  /// A conifer that stands at `x`, `foot`: boughs that hang, longer towards the ground.
  static Path2D conifer(double x, double foot, double tall, Random random) {
    var path = new Path2D.Double();
    var boughs = 9 + random.nextInt(5);
    var wide = tall * (0.16 + 0.08 * random.nextDouble());
    path.moveTo(x, foot - tall);
    for (var i = 1; i <= boughs; i++) {
      var y = foot - tall + tall * 0.93 * i / boughs;
      var reach = wide * Math.pow((double) i / boughs, 0.85) * (0.75 + 0.5 * random.nextDouble());
      path.lineTo(x + reach, y + 0.02 * tall * random.nextDouble());
      path.lineTo(x + reach * 0.45, y - 0.012 * tall);
    }
    path.lineTo(x + 0.02 * tall, foot - 0.06 * tall);
    path.lineTo(x + 0.018 * tall, foot);
    path.lineTo(x - 0.018 * tall, foot);
    path.lineTo(x - 0.02 * tall, foot - 0.06 * tall);
    for (var i = boughs; i >= 1; i--) {
      var y = foot - tall + tall * 0.93 * i / boughs;
      var reach = wide * Math.pow((double) i / boughs, 0.85) * (0.75 + 0.5 * random.nextDouble());
      path.lineTo(x - reach * 0.45, y - 0.012 * tall);
      path.lineTo(x - reach, y + 0.02 * tall * random.nextDouble());
    }
    path.closePath();
    return path;
  }

  /// How a bare tree grows.
  ///
  /// @param angle of the trunk; -90 degrees is upright
  record Bough(double x, double y, double length, double width, double angle) {}

  /// Draws a bare tree, and tells `leaf` where twigs end.
  static void tree(Pen pen, Bough bough, Random random, Leaf leaf) {
    var endX = bough.x + bough.length * Math.cos(bough.angle);
    var endY = bough.y + bough.length * Math.sin(bough.angle);
    var path = new Path2D.Double();
    path.moveTo(bough.x, bough.y);
    var bend = bough.length * 0.12 * random.nextGaussian();
    path.quadTo((bough.x + endX) / 2 + bend, (bough.y + endY) / 2, endX, endY);
    pen.stroke(path, bough.width);
    if (bough.length < 0.018) {
      leaf.at(endX, endY);
      return;
    }
    var forks = random.nextInt(5) == 0 ? 3 : 2;
    for (var i = 0; i < forks; i++) {
      var turn = (i - (forks - 1) / 2.0) * 0.75 + 0.22 * random.nextGaussian();
      var shorter = 0.66 + 0.18 * random.nextDouble();
      var next =
          new Bough(endX, endY, bough.length * shorter, bough.width * 0.68, bough.angle + turn);
      tree(pen, next, random, leaf);
    }
  }

  /// Where a twig ends.
  interface Leaf {
    void at(double x, double y);
  }
}
