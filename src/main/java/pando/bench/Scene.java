package pando.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/// A picture that is as much work as a photo: shapes with sharp edges in many colours, under clouds
/// and texture of every size, and the grain of a sensor.
///
/// It is no picture to look at: those of the demo are, and are smoother and smaller than what a
/// camera makes. It stays the same, so that figures can be compared over the years.
public final class Scene {
  private static final int SHAPES = 400;

  /// The sizes of the texture's cells in pixels, from clouds to leaves.
  private static final int[] CELLS = {1024, 256, 64, 16, 4};

  /// How much weaker each finer texture is.
  private static final double FALLOFF = 0.6;

  /// The most that the grain adds or takes, of 255.
  private static final int GRAIN = 6;

  private final int width;
  private final int height;
  private final Random random = new Random(7); // the same picture each time

  private Scene(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /// The picture as a JPEG file.
  ///
  /// @param quality of the JPEG, from 0 to 1
  public static byte[] jpeg(int width, int height, float quality) {
    var image = new Scene(width, height).image();
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      var settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, List.of(), null), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private BufferedImage image() {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    var graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(new Color(0x8899aa));
    graphics.fillRect(0, 0, width, height);
    for (var i = 0; i < SHAPES; i++) {
      draw(graphics, i % 3);
    }
    graphics.dispose();
    var pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    IntStream.range(0, height).parallel().forEach(y -> texture(pixels, y));
    return image;
  }

  private void draw(Graphics2D graphics, int kind) {
    graphics.setColor(new Color((random.nextInt() & 0xffffff) | 0x90000000, true));
    var x = random.nextDouble(width);
    var y = random.nextDouble(height);
    var size = (0.01 + Math.abs(random.nextGaussian()) * 0.06) * width;
    switch (kind) {
      case 0 -> graphics.fill(new Ellipse2D.Double(x, y, size, size * 0.7));
      case 1 -> {
        graphics.setStroke(new BasicStroke(1 + random.nextInt(9)));
        graphics.draw(new Line2D.Double(x, y, x + size * 2, y + size * random.nextGaussian()));
      }
      default -> {
        var hill = new Path2D.Double();
        hill.moveTo(x, y);
        hill.quadTo(x + size, y - size, x + 2 * size, y + size);
        hill.lineTo(x - size, y + size / 2);
        graphics.fill(hill);
      }
    }
  }

  private void texture(byte[] pixels, int y) {
    for (var x = 0; x < width; x++) {
      var light = 1.0;
      var strength = 0.4;
      for (var cell : CELLS) {
        light += strength * texture(x, y, cell);
        strength *= FALLOFF;
      }
      for (var at = 3 * (y * width + x); at < 3 * (y * width + x + 1); at++) {
        var grain = (hash(at, y, GRAIN) >>> 8) % (2 * GRAIN + 1) - GRAIN;
        pixels[at] = (byte) Math.clamp((int) ((pixels[at] & 0xff) * light) + grain, 0, 255);
      }
    }
  }

  /// Smooth noise from -0.5 to 0.5: random values at the corners of cells, blended between them.
  private static double texture(int x, int y, int cell) {
    var column = x / cell;
    var row = y / cell;
    var across = smooth((double) (x % cell) / cell);
    var down = smooth((double) (y % cell) / cell);
    var upper = blend(corner(column, row, cell), corner(column + 1, row, cell), across);
    var lower = blend(corner(column, row + 1, cell), corner(column + 1, row + 1, cell), across);
    return blend(upper, lower, down);
  }

  private static double smooth(double part) {
    return part * part * (3 - 2 * part);
  }

  private static double blend(double from, double to, double part) {
    return from + (to - from) * part;
  }

  private static double corner(int column, int row, int cell) {
    return (hash(column, row, cell) & 0xffff) / 65535.0 - 0.5;
  }

  private static int hash(int x, int y, int seed) {
    var mixed = x * 374761393 + y * 668265263 + seed * 1274126177;
    mixed = (mixed ^ (mixed >>> 13)) * 1274126177;
    return (mixed ^ (mixed >>> 16)) & Integer.MAX_VALUE;
  }
}
