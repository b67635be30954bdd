package pando.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.drill.Ledger.Kind;

class VerdictTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private final Tally tally = new Tally();
  private Ledger ledger;

  /// Ana has posted a photo, and all went well.
  @BeforeEach
  void post() {
    ledger = Ledger.in(folder.resolve("ledger"));
    tally.end(Ask.read("/"), Duration.ofMillis(3));
    ledger.acknowledge(Kind.POST, "ana 1");
    ledger.acknowledge(Kind.PHOTO, "7");
    ledger.find(Kind.POST, "ana 1");
    ledger.find(Kind.PHOTO, "7");
  }

  private Verdict verdict() {
    return Verdict.of("a drill", tally, ledger, LIMIT);
  }

  private String printed() {
    var bytes = new ByteArrayOutputStream();
    verdict().print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aDrillInWhichNothingIsMissedIsGreen() {
    assertThat(verdict().isGreen()).isTrue();
    assertThat(printed()).contains("longest wait").contains("3 ms").contains("green");
  }

  @Test
  void whatIsSentTwiceIsShownAndNoFault() {
    tally.repeat(Ask.read("/"));

    assertThat(verdict().isGreen()).isTrue();
    assertThat(printed()).containsPattern("sent twice, as HTTP allows +1");
  }

  @Test
  void aPostThatIsLostMakesItRedAndIsNamed() {
    ledger.acknowledge(Kind.POST, "ana 2");

    assertThat(verdict().isGreen()).isFalse();
    assertThat(verdict().examples()).contains("lost: ana 2");
  }

  @Test
  void aPostThatIsThereTwiceMakesItRed() {
    ledger.find(Kind.POST, "ana 1");

    assertThat(verdict().isGreen()).isFalse();
    assertThat(verdict().examples()).contains("doubled: ana 1");
  }

  @Test
  void aFailedRequestMakesItRedAndSaysWhy() {
    tally.fail(Ask.read("/b"), "503 away", Duration.ofMillis(9));

    assertThat(verdict().isGreen()).isFalse();
    assertThat(verdict().examples())
        .anyMatch(example -> example.endsWith(" GET /b after 9 ms: 503 away"));
  }

  @Test
  void aWaitThatIsTooLongMakesItRed() {
    tally.end(Ask.read("/slow"), Duration.ofSeconds(3));

    assertThat(verdict().isGreen()).isFalse();
    assertThat(verdict().examples()).contains("waited longest: GET /slow");
  }

  @Test
  void aDrillInWhichNothingHappenedIsNotGreen() {
    assertThat(Verdict.of("a drill", tally, new Ledger(), LIMIT).isGreen()).isFalse();
  }

  @Test
  void whatWasAcknowledgedIsInTheFile() throws Exception {
    assertThat(Files.readAllLines(folder.resolve("ledger")))
        .containsExactly("POST ana 1", "PHOTO 7");
  }
}
