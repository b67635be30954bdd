package pando.main;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pando.media.TestPhotos;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Images that are broken, lie about themselves, or are made to hurt who opens them.
class ImageInputTest extends HostileInput {
  /// What an image worker may ever have in memory. The largest photo takes about 140 MB.
  private static final long MAX_WORKER_KB = 256 << 10;

  private static final String SCRIPT = "<script>alert(document.domain)</script>";
  private static final String NOT_A_PHOTO = "not a photo";
  private static final String DAMAGED = "damaged";

  private static Arguments refused(String name, byte[] file, String reason) {
    return Arguments.of(name, file, reason);
  }

  private static Arguments refused(String name, String file, String reason) {
    return refused(name, file.getBytes(ISO_8859_1), reason);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        refused("svg", "<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT, NOT_A_PHOTO),
        refused("svg in xml", "<?xml version='1.0'?><!DOCTYPE svg><svg/>", NOT_A_PHOTO),
        refused("svg after spaces", " \n\t<svg/>", NOT_A_PHOTO),
        refused("svgz", "\u001f\u008b\b\0\0\0\0\0", NOT_A_PHOTO),
        refused("mvg", "push graphic-context\nimage over 0,0 0,0 'x'\n", NOT_A_PHOTO),
        refused("msl", "<?xml version='1.0'?><image><read filename='x'/></image>", NOT_A_PHOTO),
        refused("postscript", "%!PS-Adobe-3.0 EPSF-3.0\n", NOT_A_PHOTO),
        refused("pdf", "%PDF-1.7\n1 0 obj", NOT_A_PHOTO),
        refused("html", "<!doctype html>" + SCRIPT, NOT_A_PHOTO),
        refused("zip", "PK\u0003\u0004 and more", NOT_A_PHOTO),
        refused("tiff", "II*\0\b\0\0\0", NOT_A_PHOTO),
        refused("bmp", "BM\0\0\0\0", NOT_A_PHOTO),
        refused("ppm", "P6 9 9 255 ", NOT_A_PHOTO),
        refused("openexr", "v/1\u0001", NOT_A_PHOTO),
        refused("jpeg xl", "\u00ff\n", NOT_A_PHOTO),
        refused("vips", "\u0008\u00f2\u00a6\u00b6", NOT_A_PHOTO),
        refused("program", "\u007fELF\u0002\u0001", NOT_A_PHOTO),
        refused("one byte", "\u00ff", NOT_A_PHOTO),
        refused("video", "\0\0\0\u0018ftypmp42\0\0\0\0mp42isom", "is a video"),
        refused("video in webm", "\u001aE\u00df\u00a3 webm", "is a video"));
  }

  static Stream<Arguments> broken() {
    var jpeg = TestPhotos.jpeg(300, 200);
    var png = TestPhotos.png(300, 200);
    var gif = TestPhotos.animation(300, 200, 3);
    return Stream.of(
        refused("jpeg of three bytes", Arrays.copyOf(jpeg, 3), DAMAGED),
        refused("jpeg without pixels", Arrays.copyOf(jpeg, 600), DAMAGED),
        refused("half a jpeg", Arrays.copyOf(jpeg, jpeg.length / 2), DAMAGED),
        refused("png of eight bytes", Arrays.copyOf(png, 8), DAMAGED),
        refused("half a png", Arrays.copyOf(png, png.length / 2), DAMAGED),
        refused("png with a wrong sum", flipped(png, png.length / 2), DAMAGED),
        refused("gif of six bytes", Arrays.copyOf(gif, 6), DAMAGED),
        refused("half a gif", Arrays.copyOf(gif, gif.length / 2), DAMAGED),
        refused("gif that is a script", "GIF89a/*" + SCRIPT + "*/=1;alert(1)", ""),
        refused("webp of words", "RIFF \0\0\0WEBPVP8 nonsense", DAMAGED),
        refused("heic of nothing", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "cannot read"),
        refused("avif of nothing", "\0\0\0\u0018ftypavif\0\0\0\0mif1avif", DAMAGED),
        refused("avif with a long box", "\u007f\u00ff\u00ff\u00ffftypavif\0\0\0\0", DAMAGED),
        refused("box of no size", "\0\0\0\0ftypavif", ""),
        refused("box of negative size", "\u00ff\u00ff\u00ff\u00ffftypavif", ""));
  }

  static Stream<Arguments> bombs() {
    return Stream.of(
        refused("png of 30,000 squared", TestPhotos.bomb(30_000, 30_000), "30,000 by 30,000"),
        refused("png of a billion squared", TestPhotos.bomb(1_000_000_000, 1_000_000_000), ""),
        refused("png of negative size", TestPhotos.bomb(-1, -1), DAMAGED),
        refused("png of no size", TestPhotos.bomb(0, 0), DAMAGED),
        refused("png of many lines", TestPhotos.bomb(16_384, 2_026), "pixels"),
        refused(
            "png as large as it may be, of half its pixels",
            TestPhotos.bomb(8_192, 4_050),
            DAMAGED),
        refused("gif of 5,000 frames", gif(100, 100, 5_000), "frames"),
        refused("gif of 100 large frames", gif(2_000, 2_000, 100), "100 frames"),
        refused("jpeg of a giant size", jpegOfSize(65_500, 65_500), "65,500"),
        refused("webp of a giant canvas", webp(16_383, 16_383), ""),
        refused("webp of 2 to the 24", webp(1 << 24, 1 << 24), ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"others", "broken", "bombs"})
  void isRefusedWithTheReason(String name, byte[] file, String reason) {
    assertThat(upload(file, "photo.jpg", "image/jpeg").isRefused(422).reason()).contains(reason);
    assertThat(portrait(file).isRefused(422).reason()).contains(reason);
    for (var worker : site.pando.rooms().engine().pids()) { // others are refused without one
      assertThat(peak(worker)).as("KB of an image worker").isLessThan(MAX_WORKER_KB);
    }
  }

  @Test
  void aFileOfNoBytesIsNone() {
    upload(new byte[0], "photo.jpg", "image/jpeg").isRefused(422);
    site.send("POST", "/api/v2/media", "application/json", "{\"file\":\"photo.jpg\"}")
        .isRefused(400);
    site.send("POST", "/api/v2/media", null, "").isRefused(422);
    site.send("POST", "/api/v2/media?file=x", null, "").isRefused(400);
  }

  @Test
  void aFileOfTooManyBytesIsTooLarge() {
    var large = Arrays.copyOf(TestPhotos.jpeg(30, 20), (16 << 20) + 1);
    assertThat(upload(large, "x", null).isRefused(413).reason()).contains("16 MB");
    assertThat(upload(new byte[41 << 20], "x", null).isRefused(413).reason()).contains("larger");
  }

  /// What stands behind the picture of a file, or in its comment, never gets out.
  @Test
  void aPhotoThatIsAnotherThingTooBecomesAPhotoAlone() throws Exception {
    var jpeg = TestPhotos.withExif(TestPhotos.jpeg(300, 200), 1);
    var page = joined(jpeg, ("\r\n" + SCRIPT + "PK\u0003\u0004").getBytes(ISO_8859_1));
    for (var type : new String[] {"text/html", "image/svg+xml", "application/zip", "../../x", ""}) {
      var made = json(upload(page, "evil.html", type));
      for (var url : new String[] {"url", "preview_url"}) {
        var file = site.ana.client().download(made.get(url).asString());
        assertThat(file.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(new String(file.body(), ISO_8859_1))
            .doesNotContain("script", "PK\u0003", "Exif", "secret", "comment");
      }
    }
    keeps();
  }

  /// What a reader of images leaves aside does not harm.
  @Test
  void aGiantThatIsNeverUnpackedIsAPhotoLikeOthers() {
    assertThat(upload(pngWithGiantProfile(), "x", null).status()).isEqualTo(200);
    var empty = json(upload(gif(65_535, 65_535, 1), "x", null)); // the frame is the picture
    assertThat(empty.at("/meta/original/width").asInt()).isEqualTo(1);
    assertThat(peakOfWorkers()).as("KB of an image worker").isLessThan(MAX_WORKER_KB);
    keeps();
  }

  @Test
  void theLargestPhotoFitsIntoTheMemoryOfAWorker() {
    var sides =
        TestPhotos.encode(new BufferedImage(8_192, 4_050, BufferedImage.TYPE_INT_RGB), "png");
    assertThat(upload(sides, "x", null).status()).isEqualTo(200);
    for (var line : new byte[][] {TestPhotos.png(16_384, 1), TestPhotos.png(1, 16_384)}) {
      assertThat(upload(line, "x", null).status()).isEqualTo(200);
      assertThat(portrait(line).status()).isEqualTo(200);
    }
    assertThat(peakOfWorkers()).as("KB of an image worker").isLessThan(MAX_WORKER_KB);
    keeps();
  }

  private HostileSite.Answer upload(byte[] file, String name, @Nullable String type) {
    return multipart("POST", "/api/v2/media", "file", file, name, type);
  }

  private HostileSite.Answer portrait(byte[] file) {
    return multipart(
        "PATCH", "/api/v1/accounts/update_credentials", "header", file, "x.png", "image/png");
  }

  private HostileSite.Answer multipart(
      String method, String path, String field, byte[] file, String name, @Nullable String type) {
    var head =
        "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n%s\r\n"
            .formatted(field, name, type == null ? "" : "Content-Type: " + type + "\r\n");
    var body = joined(head.getBytes(ISO_8859_1), file, "\r\n--b--\r\n".getBytes(ISO_8859_1));
    return site.send(method, path, "multipart/form-data; boundary=b", body);
  }

  private static JsonNode json(HostileSite.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  /// The most that any image worker that runs has had in memory, in KB.
  private long peakOfWorkers() {
    return site.pando.rooms().engine().pids().stream()
        .mapToLong(ImageInputTest::peak)
        .max()
        .orElseThrow();
  }

  private static long peak(long worker) {
    try {
      return Files.readAllLines(Path.of("/proc/%d/status".formatted(worker))).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException gone) {
      return 0;
    }
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] flipped(byte[] file, int at) {
    var other = file.clone();
    other[at] ^= 0x55;
    return other;
  }

  /// A GIF whose frames are one pixel each.
  private static byte[] gif(int width, int height, int frames) {
    var out = ByteBuffer.allocate(32 + 24 * frames).order(ByteOrder.LITTLE_ENDIAN);
    out.put("GIF89a".getBytes(ISO_8859_1)).putShort((short) width).putShort((short) height);
    out.put(new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1});
    for (var i = 0; i < frames; i++) {
      out.put(new byte[] {'!', (byte) 0xf9, 4, 0, 1, 0, 0, 0});
      out.put(new byte[] {',', 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0});
    }
    return Arrays.copyOf(out.put((byte) ';').array(), out.position());
  }

  /// A JPEG whose header says another size than it has.
  private static byte[] jpegOfSize(int width, int height) {
    var jpeg = TestPhotos.jpeg(64, 64);
    for (var at = 2; at < jpeg.length; ) {
      var length = (jpeg[at + 2] & 0xff) << 8 | (jpeg[at + 3] & 0xff);
      if (jpeg[at + 1] == (byte) 0xc0) {
        ByteBuffer.wrap(jpeg).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
        return jpeg;
      }
      at += 2 + length;
    }
    throw new IllegalStateException("a JPEG without a frame");
  }

  /// A WebP that says it is an animation on a canvas of this size.
  private static byte[] webp(int width, int height) {
    var out = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(ISO_8859_1)).putInt(36).put("WEBPVP8X".getBytes(ISO_8859_1));
    out.putInt(10).putInt(2).put(bytes24(width - 1)).put(bytes24(height - 1));
    return out.put("ANIM".getBytes(ISO_8859_1)).putInt(6).array();
  }

  private static byte[] bytes24(int number) {
    return new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16)};
  }

  private static byte[] pngWithGiantProfile() {
    return TestPhotos.withProfile(TestPhotos.png(40, 30), new byte[100 << 20]);
  }
}
