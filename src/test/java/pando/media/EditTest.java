package pando.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.avaje.jsonb.Jsonb;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.base.Refusal;
import pando.media.Photo.Focus;
import pando.media.Variant.Format;
import pando.media.Variant.Size;

class EditTest {
  private static final ImageEngine ENGINE =
      new ImageEngine(TestPhotos.CONFIG, InstantSource.system());

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private static Rendition edited(byte[] file, Edit... edits) {
    return ENGINE.render(file, Purpose.POST, List.of(edits), Duration.ofMinutes(1));
  }

  private static BufferedImage seen(Rendition made) {
    return TestPhotos.seen(made.variant(Size.LARGE, Format.JPEG).bytes());
  }

  private static String colour(BufferedImage image, double x, double y) {
    return ImageEngineTest.colour(
        image, (int) (x * image.getWidth()), (int) (y * image.getHeight()));
  }

  @Test
  void aCropKeepsItsPartOfThePhoto() {
    var made = edited(TestPhotos.jpeg(1600, 1200), new Edit.Crop(0.5, 0, 0.5, 0.5));

    assertThat(made.width()).isEqualTo(800);
    assertThat(made.height()).isEqualTo(600);
    assertThat(made.variant(Size.LARGE, Format.WEBP).width()).isEqualTo(800);
    assertThat(colour(seen(made), 0.1, 0.1)).isEqualTo("green");
    assertThat(colour(seen(made), 0.9, 0.9)).isEqualTo("green");
  }

  @Test
  void aCropOfALargePhotoIsAsSharpAsTheOriginalAllows() {
    var made = edited(TestPhotos.jpeg(4000, 3000), new Edit.Crop(0.25, 0.25, 0.5, 0.5));

    assertThat(made.width()).isEqualTo(2000);
    assertThat(made.variant(Size.LARGE, Format.JPEG).width()).isEqualTo(1280);
  }

  @Test
  void quarterTurnsAreExact() {
    var once = edited(TestPhotos.jpeg(1600, 1200), new Edit.Rotate(90));
    var back =
        edited(TestPhotos.jpeg(1600, 1200), new Edit.Rotate(-90), new Edit.Rotate(450 - 360));

    assertThat(once.width()).isEqualTo(1200);
    assertThat(once.height()).isEqualTo(1600);
    assertThat(colour(seen(once), 0.25, 0.25)).isEqualTo("yellow");
    assertThat(colour(seen(once), 0.75, 0.25)).isEqualTo("red");
    assertThat(back.width()).isEqualTo(1600);
    assertThat(colour(seen(back), 0.25, 0.25)).isEqualTo("red");
  }

  @Test
  void aStraightenedPhotoHasNoEmptyCorners() {
    var white = new BufferedImage(900, 600, BufferedImage.TYPE_INT_RGB);
    var graphics = white.createGraphics();
    graphics.fillRect(0, 0, 900, 600);
    graphics.dispose();

    var made = edited(TestPhotos.encode(white, "png"), new Edit.Rotate(7));
    var seen = seen(made);

    assertThat(made.width()).isCloseTo(835, within(10));
    assertThat(seen.getWidth()).isCloseTo(made.width(), within(2));
    for (var x : List.of(0, seen.getWidth() - 1)) {
      for (var y : List.of(0, seen.getHeight() - 1)) {
        assertThat(seen.getRGB(x, y) & 0xff).isGreaterThan(240);
      }
    }
  }

  @Test
  void editsApplyInTheirOrderToTheUprightPhoto() {
    var sideways = TestPhotos.withExif(TestPhotos.jpeg(1600, 1200), 6); // yellow red / blue green
    var leftThenTurned = edited(sideways, new Edit.Crop(0, 0, 0.5, 1), new Edit.Rotate(90));
    var turnedThenLeft = edited(sideways, new Edit.Rotate(90), new Edit.Crop(0, 0, 0.5, 1));

    assertThat(leftThenTurned.width()).isEqualTo(1600);
    assertThat(leftThenTurned.height()).isEqualTo(600);
    assertThat(colour(seen(leftThenTurned), 0.25, 0.5)).isEqualTo("blue");
    assertThat(colour(seen(leftThenTurned), 0.75, 0.5)).isEqualTo("yellow");
    assertThat(turnedThenLeft.width()).isEqualTo(800);
    assertThat(turnedThenLeft.height()).isEqualTo(1200);
    assertThat(colour(seen(turnedThenLeft), 0.5, 0.75)).isEqualTo("green");
  }

  @Test
  void blurSoftensAndSharpenCrispens() {
    var photo = TestPhotos.jpeg(1000, 800);
    var plain = roughness(seen(edited(photo)));

    assertThat(roughness(seen(edited(photo, new Edit.Blur(4))))).isLessThan(plain * 0.5);
    assertThat(roughness(seen(edited(photo, new Edit.Sharpen(1, 3))))).isGreaterThan(plain * 1.05);
  }

  /// The mean difference of neighbours.
  private static double roughness(BufferedImage image) {
    var sum = 0L;
    for (var y = 0; y < image.getHeight(); y++) {
      for (var x = 1; x < image.getWidth(); x++) {
        sum += Math.abs((image.getRGB(x, y) >> 8 & 0xff) - (image.getRGB(x - 1, y) >> 8 & 0xff));
      }
    }
    return (double) sum / image.getWidth() / image.getHeight();
  }

  @Test
  void blurDoesNotDarkenTheEdgesOfTransparentPictures() {
    var half = new BufferedImage(200, 200, BufferedImage.TYPE_INT_ARGB);
    for (var y = 0; y < 200; y++) {
      for (var x = 0; x < 100; x++) {
        half.setRGB(x, y, 0xffffffff);
      }
    }

    var seen = seen(edited(TestPhotos.encode(half, "png"), new Edit.Blur(10)));

    assertThat(seen.getRGB(105, 100) & 0xff).isGreaterThan(240); // white on white
  }

  @Test
  void anEditedAnimationStandsStill() {
    var made = edited(TestPhotos.animation(100, 80, 3), new Edit.Rotate(90));

    assertThat(made.animated()).isFalse();
    assertThat(made.variant(Size.LARGE, Format.WEBP).height()).isEqualTo(100);
  }

  @Test
  void impossibleEditsCannotBeMade() {
    assertThatThrownBy(() -> new Edit.Crop(0.6, 0, 0.5, 1))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("the crop reaches beyond the edge of the photo");
    assertThatThrownBy(() -> new Edit.Crop(0, 0, 0, 1))
        .hasMessage("crop width must be from 0.01 to 1");
    assertThatThrownBy(() -> new Edit.Blur(Double.NaN))
        .hasMessage("blur sigma must be from 0.1 to 100");
    assertThatThrownBy(() -> new Edit.Rotate(361)).isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> new Edit.Sharpen(1, -1)).isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void aPhotoHasABoundedNumberOfEdits() {
    var many = Collections.<Edit>nCopies(Edit.MAX_EDITS + 1, new Edit.Blur(1));

    assertThatThrownBy(
            () -> ENGINE.render(TestPhotos.jpeg(50, 50), Purpose.POST, many, Duration.ofMinutes(1)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("a photo has at most 20 edits");
  }

  @Test
  void editsReadAsTheyAreWritten() {
    var edits = Jsonb.instance().type(Edit.class).list();
    var some =
        List.<Edit>of(
            new Edit.Crop(0.25, 0, 0.5, 1),
            new Edit.Rotate(-90),
            new Edit.Sharpen(1, 0.5),
            new Edit.Blur(2));

    var json = edits.toJson(some);

    assertThat(json).startsWith("[{\"kind\":\"crop\",\"x\":0.25,");
    assertThat(edits.fromJson(json)).isEqualTo(some);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"kind\":\"blur\",\"sigma\":-1}", "{\"kind\":\"blur\"}"})
  void impossibleEditsInJsonAreRefused(String json) {
    assertThatThrownBy(() -> Jsonb.instance().type(Edit.class).fromJson(json))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("blur sigma");
  }

  @Test
  void theFocusStaysAtWhatItPointsAt() {
    var photo = new Extent(1600, 1200);
    var crop = new Edit.Crop(0.5, 0, 0.5, 0.5);

    assertFocus(photo.after(List.of(crop), new Focus(0.5, 0.5)), 0, 0);
    assertFocus(photo.after(List.of(crop), new Focus(-1, 0.5)), -1, 0);
    assertFocus(photo.after(List.of(new Edit.Rotate(90)), new Focus(-0.5, 1)), 1, 0.5);
    assertFocus(photo.after(List.of(new Edit.Rotate(180)), new Focus(-0.5, 1)), 0.5, -1);
    assertFocus(photo.after(List.of(new Edit.Blur(3)), new Focus(-0.5, 1)), -0.5, 1);
  }

  @Test
  void theFocusOfAnEditedPhotoIsFoundInTheOriginal() {
    var photo = new Extent(1600, 1200);
    var edits =
        List.<Edit>of(
            new Edit.Rotate(-7),
            new Edit.Crop(0.1, 0.2, 0.5, 0.6),
            new Edit.Blur(2),
            new Edit.Rotate(90),
            new Edit.Crop(0, 0.5, 1, 0.5));
    for (var shown : List.of(new Focus(0, 0), new Focus(-0.9, 0.3), new Focus(0.5, -1))) {
      var back = photo.after(edits, photo.before(edits, shown));
      assertFocus(back, shown.x(), shown.y());
    }
  }

  private static void assertFocus(Focus focus, double x, double y) {
    assertThat(focus.x()).isCloseTo(x, within(1e-9));
    assertThat(focus.y()).isCloseTo(y, within(1e-9));
  }
}
