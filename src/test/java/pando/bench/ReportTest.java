package pando.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import pando.bench.Figure.Goal;

class ReportTest {
  private static final Figure RATE =
      Figure.more("posts", "/s", List.of(100.0, 10.0, 300.0))
          .beside("PostgreSQL", List.of(200.0, 40.0, 300.0));
  private static final Figure TIME = Figure.less("start", "s", List.of(2.0));

  @Test
  void theRatioIsThatOfTheMiddleRoundSoThatARoundThatWasDisturbedDoesNotCount() {
    assertThat(RATE.ratio()).isEqualTo(0.5);
    assertThat(RATE.value()).isEqualTo(100);
  }

  @Test
  void aTimeThatIsHalfOfThePeersIsTwiceAsGood() {
    assertThat(TIME.beside("a peer", List.of(4.0)).ratio()).isEqualTo(2);
  }

  @Test
  void aGoalOfTheRatioIsMetFromItsLimitOn() {
    assertThat(RATE.with(new Goal.Ratio(0.5)).isMet()).isTrue();
    assertThat(RATE.with(new Goal.Ratio(0.51)).isMet()).isFalse();
    assertThat(TIME.with(new Goal.Ratio(0.1)).isMet()).as("without a peer").isFalse();
  }

  @Test
  void aGoalOfTheValueIsALeastRateOrALongestTime() {
    assertThat(RATE.with(new Goal.Value(100)).isMet()).isTrue();
    assertThat(RATE.with(new Goal.Value(101)).isMet()).isFalse();
    assertThat(TIME.with(new Goal.Value(2)).isMet()).isTrue();
    assertThat(TIME.with(new Goal.Value(1.9)).isMet()).isFalse();
  }

  @Test
  void aFigureWithoutARoundIsAMistake() {
    assertThatThrownBy(() -> Figure.more("posts", "/s", List.of()))
        .hasMessage("posts was not measured");
  }

  @Test
  void theTableShowsEachFigureWithItsPeerAndItsGoal() {
    assertThat(printed(RATE.with(new Goal.Ratio(0.3)), TIME.with(new Goal.Value(1))))
        .containsPattern(
            "posts +100 /s \\(10.0-300\\) +200 /s PostgreSQL +0.50x +at least 0.30x met")
        .containsPattern("start +2.00 s +at most 1.00 s missed");
  }

  @Test
  void theJsonHasEveryRound() {
    var report = new Report("post", List.of(RATE.with(new Goal.Ratio(0.3))), Instant.EPOCH);

    assertThat(report.json())
        .startsWith(
            "{\"bench\":\"post\",\"at\":\"1970-01-01T00:00:00Z\",\"machine\":{\"processors\":")
        .endsWith(
            """
            "figures":[{"name":"posts","value":100.0,"unit":"/s","rounds":[100.0,10.0,300.0],\
            "beside":{"name":"PostgreSQL","rounds":[200.0,40.0,300.0]},"ratio":0.5,\
            "goal":"at least 0.30x","met":true}]}\
            """);
  }

  @Test
  void thePaintedPhotoIsTheSameEachTimeAndNoEasierThanAPhoto() throws IOException {
    var photo = Scene.jpeg(640, 480, 0.93f);

    assertThat(photo).isEqualTo(Scene.jpeg(640, 480, 0.93f));
    assertThat(photo.length).as("bytes").isGreaterThan(640 * 480 / 4);
    assertThat(ImageIO.read(new ByteArrayInputStream(photo)).getWidth()).isEqualTo(640);
  }

  private static String printed(Figure... figures) {
    var bytes = new ByteArrayOutputStream();
    new Report("post", List.of(figures), Instant.EPOCH)
        .print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
