package pando.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pando.base.Refusal;
import pando.config.MediaConfig;
import pando.media.Variant.Format;
import pando.media.Variant.Size;

class ImageEngineTest {
  private static final ImageEngine ENGINE =
      new ImageEngine(TestPhotos.CONFIG, InstantSource.system());

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private static Rendition photo(byte[] file, Edit... edits) {
    return ENGINE.render(file, Purpose.POST, List.of(edits), Duration.ofMinutes(1));
  }

  private static byte[] file(ImageKind kind, int width, int height) {
    var png = TestPhotos.png(width, height);
    return switch (kind) {
      case PNG -> png;
      case JPEG -> TestPhotos.jpeg(width, height);
      case GIF -> TestPhotos.encode(TestPhotos.quarters(width, height), "gif");
      case WEBP -> TestPhotos.converted(png, image -> image.operation("webpsave_buffer"));
      case HEIC -> heif(png, "hevc");
      case AVIF -> heif(png, "av1");
    };
  }

  private static byte[] heif(byte[] png, String compression) {
    try {
      return TestPhotos.converted(
          png,
          image ->
              image
                  .operation("heifsave_buffer")
                  .with("compression", compression)
                  .with("effort", 0));
    } catch (Vips.VipsFailure e) {
      return Assumptions.abort("this machine cannot write " + compression + ": " + e.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyKindBecomesLargeAndSmallWebpAndJpeg(ImageKind kind) {
    var made = photo(file(kind, 1600, 1200));

    assertThat(made.kind()).isEqualTo(kind);
    assertThat(made.width()).isEqualTo(1600);
    assertThat(made.height()).isEqualTo(1200);
    assertThat(made.variants())
        .extracting(variant -> variant.size() + " " + variant.format() + " " + variant.width())
        .containsExactly("LARGE WEBP 1280", "LARGE JPEG 1280", "SMALL WEBP 400", "SMALL JPEG 400");
    for (var variant : made.variants()) {
      var seen = TestPhotos.seen(variant.bytes());
      assertThat(seen.getWidth()).isEqualTo(variant.width());
      assertThat(seen.getHeight()).isEqualTo(variant.height()).isEqualTo(variant.width() * 3 / 4);
      assertThat(corners(seen)).containsExactly("red", "green", "blue", "yellow");
    }
  }

  @Test
  void aSmallPhotoIsNotEnlarged() {
    var made = photo(TestPhotos.png(300, 200));

    assertThat(made.variants()).extracting(Variant::width).containsOnly(300);
    assertThat(made.variants()).extracting(Variant::height).containsOnly(200);
  }

  @Test
  void aPhotoTakenSidewaysIsShownUpright() {
    var made = photo(TestPhotos.withExif(TestPhotos.jpeg(1600, 1200), 6));

    assertThat(made.width()).isEqualTo(1200);
    assertThat(made.height()).isEqualTo(1600);
    var large = made.variant(Size.LARGE, Format.JPEG);
    assertThat(large.height()).isEqualTo(1280);
    assertThat(corners(TestPhotos.seen(large.bytes())))
        .containsExactly("yellow", "red", "green", "blue");
  }

  @Test
  void whereAndWithWhatAPhotoWasTakenIsRemoved() {
    var made = photo(TestPhotos.withExif(TestPhotos.jpeg(800, 600), 1));

    for (var variant : made.variants()) {
      var text = new String(variant.bytes(), ISO_8859_1);
      assertThat(text)
          .doesNotContain("Exif", "EXIF", "PandoCam", "xmpmeta", "XMP ", "secret", "a comment");
    }
  }

  @Test
  void theColourProfileIsKept() {
    var p3 = TestPhotos.wide(800, 600);

    var made = photo(TestPhotos.withExif(p3, 6));

    var text = new String(p3, ISO_8859_1);
    var segment = text.indexOf("ICC_PROFILE");
    var profile = text.substring(segment + 14, segment + 14 + 400);
    for (var variant : made.variants()) {
      assertThat(new String(variant.bytes(), ISO_8859_1))
          .contains(variant.format() == Format.JPEG ? "ICC_PROFILE" : "ICCP")
          .contains(profile)
          .doesNotContain("Exif", "EXIF");
    }
  }

  @Test
  void transparencyStaysInWebpAndIsWhiteInJpeg() {
    var clear = new BufferedImage(600, 400, BufferedImage.TYPE_INT_ARGB);

    var made = photo(TestPhotos.encode(clear, "png"));

    var webp = TestPhotos.seen(made.variant(Size.LARGE, Format.WEBP).bytes());
    var jpeg = TestPhotos.seen(made.variant(Size.LARGE, Format.JPEG).bytes());
    assertThat(webp.getRGB(300, 200) >>> 24).isZero();
    assertThat(jpeg.getRGB(300, 200)).isEqualTo(Color.WHITE.getRGB());
  }

  @Test
  void printersColoursBecomeScreenColours() {
    var cmyk =
        TestPhotos.converted(
            TestPhotos.png(800, 600),
            image ->
                image
                    .operation("icc_transform")
                    .with("output_profile", "cmyk")
                    .with("input_profile", "srgb")
                    .image()
                    .operation("jpegsave_buffer"));

    var seen = TestPhotos.seen(photo(cmyk).variant(Size.LARGE, Format.WEBP).bytes());

    // no ink is as green as a screen: its quarter comes out yellowish
    assertThat(corners(seen)).containsExactly("red", "yellow", "blue", "yellow");
  }

  @Test
  void greyPhotosAndDeepColoursWork() {
    var grey = new BufferedImage(500, 400, BufferedImage.TYPE_BYTE_GRAY);
    var deepGrey = new BufferedImage(500, 400, BufferedImage.TYPE_USHORT_GRAY);
    var deep =
        TestPhotos.converted(
            TestPhotos.png(1400, 1000),
            image ->
                image
                    .operation("colourspace")
                    .with("space", "rgb16")
                    .image()
                    .operation("pngsave_buffer"));

    assertThat(photo(TestPhotos.encode(grey, "jpg")).variants()).hasSize(4);
    assertThat(photo(TestPhotos.encode(deepGrey, "png")).variants()).hasSize(4);
    var seen = TestPhotos.seen(photo(deep).variant(Size.SMALL, Format.JPEG).bytes());
    assertThat(corners(seen)).containsExactly("red", "green", "blue", "yellow");
  }

  @Test
  void anAnimationMovesInWebpAndStandsStillElsewhere() {
    var made = photo(TestPhotos.animation(800, 600, 5));

    assertThat(made.animated()).isTrue();
    var large = made.variant(Size.LARGE, Format.WEBP);
    assertThat(large.width()).isEqualTo(Darkroom.ANIMATION_SIDE);
    assertThat(large.height()).isEqualTo(480);
    assertThat(frames(large)).isEqualTo(5);
    assertThat(frames(made.variant(Size.SMALL, Format.WEBP))).isZero();
    assertThat(made.variant(Size.LARGE, Format.JPEG).width()).isEqualTo(800);
  }

  private static int frames(Variant webp) {
    return new String(webp.bytes(), ISO_8859_1).split("ANMF", -1).length - 1;
  }

  @Test
  void avatarsAndHeadersAreCutToSize() {
    var avatar =
        ENGINE.render(TestPhotos.jpeg(900, 600), Purpose.AVATAR, List.of(), Duration.ofMinutes(1));
    var header =
        ENGINE.render(TestPhotos.jpeg(200, 100), Purpose.HEADER, List.of(), Duration.ofMinutes(1));

    assertThat(avatar.variants())
        .extracting(variant -> variant.width() + "x" + variant.height())
        .containsExactly("400x400", "400x400");
    assertThat(header.variants())
        .extracting(variant -> variant.width() + "x" + variant.height())
        .containsExactly("1500x500", "1500x500");
  }

  @ParameterizedTest
  @EnumSource
  void halfAFileIsRefused(ImageKind kind) {
    var whole = file(kind, 1600, 1200);
    var half = Arrays.copyOf(whole, whole.length / 2);

    assertThatThrownBy(() -> photo(half))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void aSmallFileThatUnpacksToABillionBytesIsRefusedByItsHeader() {
    assertThatThrownBy(() -> photo(TestPhotos.bomb(30_000, 30_000)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("30,000 by 30,000 pixels");
    assertThatThrownBy(() -> photo(TestPhotos.bomb(20_000, 10)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("no side over 16,384");
    assertThatThrownBy(() -> photo(TestPhotos.animation(8, 8, Darkroom.MAX_FRAMES + 1)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("501 frames");
  }

  @Test
  void aFileThatIsTooLargeIsRefusedUnread() {
    assertThatThrownBy(() -> photo(new byte[(int) MediaConfig.DEFAULT.maxUploadBytes() + 1]))
        .isInstanceOf(Refusal.TooLarge.class)
        .hasMessageContaining("16 MB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain words",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        "%PDF-1.7\n1 0 obj",
        "<!doctype html><script>alert(1)</script>",
        "GIF8 is how this begins",
        "II*\0 a TIFF file",
        "#define x_width 8"
      })
  void whatIsNoPhotoIsRefusedWithWhatToSend(String text) {
    assertThatThrownBy(() -> photo(text.getBytes(ISO_8859_1)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("send JPEG, PNG, GIF, WebP, HEIC or AVIF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0\0\0\u0018ftypmp42\0\0\0\0mp42isom", "\u001aE\u00df\u00a3 webm"})
  void aVideoIsRefusedAsAVideo(String text) {
    assertThatThrownBy(() -> photo(text.getBytes(ISO_8859_1)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("is a video");
  }

  @Test
  void aFileThatOnlyBeginsLikeAPhotoIsRefused() {
    for (var head :
        List.of(
            "\u00ff\u00d8\u00ff\u00e0 but then words",
            "\u0089PNG\r\n\u001a\n<script>alert(1)</script>",
            "GIF89a<script>alert(1)</script>",
            "RIFF \0\0\0WEBPVP8 nonsense",
            "\0\0\0\u0018ftypheic\0\0\0\0mif1heic",
            "\0\0\0\u0018ftypavif\0\0\0\0mif1avif")) {
      assertThatThrownBy(() -> photo(head.getBytes(ISO_8859_1)))
          .as(head)
          .isInstanceOf(Refusal.Invalid.class);
    }
  }

  @Test
  void whatHidesBehindOrInsideAPhotoDoesNotGetThrough() {
    var jpeg = TestPhotos.withExif(TestPhotos.jpeg(500, 400), 1);
    var script = "<script>alert(1)</script>PK\u0003\u0004".getBytes(ISO_8859_1);
    var polyglot = Arrays.copyOf(jpeg, jpeg.length + script.length);
    System.arraycopy(script, 0, polyglot, jpeg.length, script.length);

    for (var variant : photo(polyglot).variants()) {
      assertThat(new String(variant.bytes(), ISO_8859_1)).doesNotContain("script", "PK\u0003");
    }
  }

  @Test
  void aBlurHashSketchesThePhoto() {
    var made = photo(TestPhotos.jpeg(800, 600));

    assertThat(made.blurHash()).hasSize(28).startsWith("L"); // 4 by 3 cosines
    assertThat(photo(TestPhotos.jpeg(800, 600)).blurHash()).isEqualTo(made.blurHash());
  }

  private static List<String> corners(BufferedImage image) {
    var right = image.getWidth() * 3 / 4;
    var bottom = image.getHeight() * 3 / 4;
    var left = image.getWidth() / 4;
    var top = image.getHeight() / 4;
    return List.of(
        colour(image, left, top),
        colour(image, right, top),
        colour(image, right, bottom),
        colour(image, left, bottom));
  }

  /// The colour around a point, in a word.
  static String colour(BufferedImage image, int x, int y) {
    var colour = new Color(image.getRGB(x, y));
    var red = colour.getRed() > 128;
    var green = colour.getGreen() > 100;
    var blue = colour.getBlue() > 128;
    return red && green ? "yellow" : red ? "red" : green ? "green" : blue ? "blue" : "black";
  }
}
