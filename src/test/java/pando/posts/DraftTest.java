package pando.posts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.base.MediaId;
import pando.base.Refusal;

class DraftTest {
  private static final MediaId PHOTO = new MediaId(1);

  private static Draft draft(String text, String warning, MediaId... photos) {
    return new Draft(
        text, warning, false, null, Audience.EVERYONE, null, List.of(photos), null, null);
  }

  private static Draft in(@Nullable String language) {
    return new Draft("hi", "", false, language, Audience.EVERYONE, null, List.of(), null, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\n\t", "\u200b\u200d", "\ufeff", "\u3164\u2800", "\u0301"})
  void whereNothingCanBeSeenThereIsNoPost(String text) {
    assertThatThrownBy(() -> Draft.of(text))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("Validation failed: Text can't be blank");
    assertThat(draft(text, "", PHOTO).text()).isEmpty();
  }

  @Test
  void aTextMayBeAsLongAsItsLimitAndNoLonger() {
    assertThat(Draft.of("x".repeat(500)).text()).hasSize(500);
    assertThatThrownBy(() -> Draft.of("x".repeat(501)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("Validation failed: Text character limit of 500 exceeded");
  }

  @Test
  void whatPeopleSeeAsOneCharacterCountsAsOne() {
    assertThat(Draft.of("👩‍👩‍👧‍👦".repeat(300)).text()).isNotEmpty();
    assertThat(Draft.of("@ana@" + "x".repeat(60) + ".example " + "x".repeat(495)).text())
        .isNotEmpty();
    assertThatThrownBy(() -> Draft.of("e" + "\u0301".repeat(6_000)))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void aLinkCountsAsTwentyThreeHoweverLong() {
    assertThat(Draft.of("https://a.example/" + "x".repeat(900) + " " + "x".repeat(476)).text())
        .isNotEmpty();
    assertThatThrownBy(() -> Draft.of("https://a.b " + "x".repeat(477)))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void theWarningCountsToo() {
    assertThat(draft("x".repeat(400), "y".repeat(100)).sensitive()).isTrue();
    assertThatThrownBy(() -> draft("x".repeat(400), "y".repeat(101)))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void aWarningOfNothingIsTheText() {
    var alone = draft(" ", "careful");
    assertThat(alone.text()).isEqualTo("careful");
    assertThat(alone.warning()).isEmpty();

    var before = draft("", "careful", PHOTO);
    assertThat(before.warning()).isEqualTo("careful");
    assertThat(before.text()).isEmpty();
  }

  @Test
  void spaceAroundTheTextAndOddLineEndsAreDropped() {
    assertThat(Draft.of("\r\n a\r\nb\rc\u000b\u0007 \n").text()).isEqualTo("a\nb\nc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\ud83d", "\udf32a"})
  void whatIsNoTextIsRefused(String text) {
    assertThatThrownBy(() -> Draft.of(text))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("Validation failed: Text is invalid");
  }

  @Test
  void tenPhotosAreTheMost() {
    var photos = LongStream.rangeClosed(1, 11).mapToObj(MediaId::new).toArray(MediaId[]::new);

    assertThatThrownBy(() -> draft("hi", "", photos))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("Cannot attach more than 10 files");
    assertThat(draft("hi", "", PHOTO, PHOTO).photos()).containsExactly(PHOTO);
  }

  @Test
  void anUnknownLanguageIsNone() {
    assertThat(in("ko").language()).isEqualTo("ko");
    assertThat(in("pt-BR").language()).isEqualTo("pt-BR");
    assertThat(in("xx yy").language()).isNull();
    assertThat(in(null).language()).isNull();
  }
}
