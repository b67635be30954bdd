package pando.painting;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Paints photos: the same order gives the same photo, another seed another one.
public final class Painter {
  private static final float QUALITY = 0.9f;

  private Painter() {}

  /// What to paint.
  ///
  /// @param motif what is seen
  /// @param hour when
  /// @param shape of the photo
  public record Order(Motif motif, Hour hour, Shape shape, long seed) {}

  /// The format of a photo, in pixels.
  public enum Shape {
    WIDE(1120, 630),
    LANDSCAPE(1024, 768),
    SQUARE(896, 896),
    PORTRAIT(832, 1040),
    BANNER(1200, 400),
    FACE(400, 400);

    final int width;
    final int height;

    Shape(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  /// A painting of that order.
  @SuppressWarnings("EnumOrdinal") // no more than a part of a seed
  static BufferedImage paint(Order order) {
    var random = new Random(order.seed * 7919 + order.motif.ordinal());
    random.nextLong();
    var canvas = new Canvas(order.shape.width, order.shape.height);
    order.motif.paint(canvas, Light.of(order.hour, random), random);
    return Finish.develop(canvas, (int) order.seed);
  }

  /// The painting as a JPEG file.
  public static byte[] jpeg(Order order) {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      var settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(paint(order), List.of(), null), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
