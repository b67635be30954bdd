package pando.painting;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/// Draws shapes with smooth edges into a stencil, in units of its height, and knows where.
final class Pen {
  private final Graphics2D graphics;
  private final Rectangle2D touched = new Rectangle2D.Double();
  private boolean clean = true;

  Pen(BufferedImage stencil) {
    graphics = stencil.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(stencil.getHeight(), stencil.getHeight());
    graphics.setColor(Color.WHITE);
  }

  void fill(Shape shape) {
    graphics.fill(shape);
    touch(shape.getBounds2D(), 0);
  }

  /// Draws along a shape.
  void stroke(Shape shape, double width) {
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(shape);
    touch(shape.getBounds2D(), width);
  }

  /// Draws from place to place: x, y, x, y ...
  void line(double width, double... places) {
    for (var i = 0; i + 3 < places.length; i += 2) {
      stroke(new Line2D.Double(places[i], places[i + 1], places[i + 2], places[i + 3]), width);
    }
  }

  private void touch(Rectangle2D bounds, double margin) {
    bounds.setRect(
        bounds.getX() - margin,
        bounds.getY() - margin,
        bounds.getWidth() + 2 * margin,
        bounds.getHeight() + 2 * margin);
    if (clean) {
      touched.setRect(bounds);
      clean = false;
    } else {
      touched.add(bounds);
    }
  }

  /// Puts the pen down and says where it has drawn.
  Rectangle2D finish() {
    graphics.dispose();
    return touched;
  }
}
