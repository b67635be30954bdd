package pando.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import pando.config.MediaConfig;

/// Image files that tests make for themselves.
public final class TestPhotos {
  /// The engine of tests; `-Dpando.libvips=FILE` tries another library than the system's.
  static final EngineConfig CONFIG = config(System.getProperty("pando.libvips", ""), 2);

  /// The same library within the test process: it writes what Java cannot.
  private static final Vips VIPS = Objects.requireNonNull(Vips.load(CONFIG.libraries()));

  private static final int BOMB_BYTES = 1 << 24;

  private TestPhotos() {}

  static EngineConfig config(String library, int workers) {
    var standard = MediaConfig.DEFAULT;
    return EngineConfig.of(
        new MediaConfig(standard.maxUploadBytes(), standard.maxPixels(), library, workers, null),
        Path.of("lib"));
  }

  /// A picture with a red, a green, a blue and a yellow quarter, clockwise from the left upper one,
  /// under a little noise.
  public static BufferedImage quarters(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var colours = new Color[] {Color.RED, Color.GREEN, Color.YELLOW, Color.BLUE};
    var random = new Random(7);
    for (var y = 0; y < height; y++) {
      for (var x = 0; x < width; x++) {
        var colour = colours[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)];
        image.setRGB(x, y, colour.getRGB() ^ random.nextInt(16) * 0x010101);
      }
    }
    return image;
  }

  public static byte[] encode(BufferedImage image, String format) {
    try {
      var out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] jpeg(int width, int height) {
    return encode(quarters(width, height), "jpg");
  }

  public static byte[] png(int width, int height) {
    return encode(quarters(width, height), "png");
  }

  /// A GIF whose frames are the quarters, one after the other.
  public static byte[] animation(int width, int height, int frames) {
    try (var bytes = new ByteArrayOutputStream();
        var out = ImageIO.createImageOutputStream(bytes)) {
      var writer = ImageIO.getImageWritersByFormatName("gif").next();
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (var i = 0; i < frames; i++) {
        var frame = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED);
        var graphics = frame.createGraphics();
        graphics.setColor(i % 2 == 0 ? Color.RED : Color.BLUE);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        var metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame), null);
        writer.writeToSequence(new IIOImage(frame, List.of(), metadata), null);
      }
      writer.endWriteSequence();
      out.flush();
      writer.dispose();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The picture of a file, changed and saved by libvips.
  static byte[] converted(byte[] file, Function<VipsImage, VipsOperation> saving) {
    try (var job = new VipsJob(VIPS)) {
      var bytes = job.arena.allocate(file.length);
      bytes.copyFrom(MemorySegment.ofArray(file));
      var image = job.operation(ImageKind.require(file).loader()).with("buffer", bytes).image();
      return saving.apply(image).bytes();
    }
  }

  /// What a viewer shows, whatever the format.
  public static BufferedImage seen(byte[] file) {
    try {
      return ImageIO.read(
          new ByteArrayInputStream(
              converted(file, image -> image.operation("pngsave_buffer").with("strip", true))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The mean difference of pixels, 0 to 255.
  public static double difference(BufferedImage one, BufferedImage other) {
    var sum = 0L;
    for (var y = 0; y < one.getHeight(); y++) {
      for (var x = 0; x < one.getWidth(); x++) {
        for (var shift = 0; shift < 24; shift += 8) {
          sum += Math.abs((one.getRGB(x, y) >> shift & 255) - (other.getRGB(x, y) >> shift & 255));
        }
      }
    }
    return sum / 3.0 / one.getWidth() / one.getHeight();
  }

  /// The mean difference of neighbours.
  public static double roughness(BufferedImage image) {
    var moved = image.getSubimage(1, 0, image.getWidth() - 1, image.getHeight());
    return difference(moved, image.getSubimage(0, 0, image.getWidth() - 1, image.getHeight()));
  }

  /// A JPEG with more colours than sRGB has.
  public static byte[] wide(int width, int height) {
    return converted(
        png(width, height),
        image ->
            image
                .operation("icc_transform")
                .with("output_profile", "p3")
                .with("input_profile", "srgb")
                .image()
                .operation("jpegsave_buffer"));
  }

  /// A JPEG as a phone makes it: with an orientation, where it was taken, and a comment.
  public static byte[] withExif(byte[] jpeg, int orientation) {
    var exif =
        ByteBuffer.allocate(128)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("Exif\0\0II*\0".getBytes(ISO_8859_1))
            .putInt(8) // the first directory: camera, orientation, and where GPS is
            .putShort((short) 3);
    entry(exif, 0x010f, 2, 8).putInt(50);
    entry(exif, 0x0112, 3, 1).putInt(orientation);
    entry(exif, 0x8825, 4, 1).putInt(58);
    exif.putInt(0).put("PandoCam".getBytes(ISO_8859_1));
    exif.putShort((short) 1);
    entry(exif, 0x0001, 2, 2).put("N\0\0\0".getBytes(ISO_8859_1)).putInt(0);
    var xmp = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>secret</x:xmpmeta>";
    var out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    segment(out, 0xe1, exif.array(), exif.position());
    segment(out, 0xe1, xmp.getBytes(ISO_8859_1), xmp.length());
    segment(out, 0xfe, "a comment".getBytes(ISO_8859_1), 9);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  private static ByteBuffer entry(ByteBuffer exif, int tag, int type, int count) {
    return exif.putShort((short) tag).putShort((short) type).putInt(count);
  }

  private static void segment(ByteArrayOutputStream out, int marker, byte[] body, int length) {
    out.write(0xff);
    out.write(marker);
    out.write((length + 2) >> 8);
    out.write(length + 2);
    out.write(body, 0, length);
  }

  /// The beginning of a small file that would unpack to a large black picture.
  public static byte[] bomb(int width, int height) {
    var out = new ByteArrayOutputStream();
    out.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(ISO_8859_1));
    var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk(out, "IHDR", header.put(new byte[] {8, 2, 0, 0, 0}).array());
    chunk(out, "IDAT", packed(new byte[BOMB_BYTES]));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /// A PNG with this as its colour profile, whatever it is.
  public static byte[] withProfile(byte[] png, byte[] profile) {
    var out = new ByteArrayOutputStream();
    var afterHeader = 33;
    out.write(png, 0, afterHeader);
    var chunk = new ByteArrayOutputStream();
    chunk.writeBytes("profile\0\0".getBytes(ISO_8859_1));
    chunk.writeBytes(packed(profile));
    chunk(out, "iCCP", chunk.toByteArray());
    out.write(png, afterHeader, png.length - afterHeader);
    return out.toByteArray();
  }

  private static byte[] packed(byte[] bytes) {
    var deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    var packed = new ByteArrayOutputStream();
    var buffer = new byte[1 << 16];
    for (int n; (n = deflater.deflate(buffer)) > 0; ) {
      packed.write(buffer, 0, n);
    }
    deflater.end();
    return packed.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String name, byte[] body) {
    var typed = ByteBuffer.allocate(4 + body.length).put(name.getBytes(ISO_8859_1)).put(body);
    var crc = new CRC32();
    crc.update(typed.array());
    out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    out.writeBytes(typed.array());
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
