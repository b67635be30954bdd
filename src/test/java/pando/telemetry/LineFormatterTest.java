package pando.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import pando.base.Request;

class LineFormatterTest {
  private static final Request REQUEST = Request.of("r-17", Duration.ofSeconds(1));

  @Test
  void aLineSaysWhenHowBadForWhichRequestWhereAndWhat() {
    var line = REQUEST.call(() -> format("Ana posts"));

    assertThat(line).isEqualTo("2026-05-01T12:00:00.000Z INFO    r-17 pando.posts Ana posts\n");
  }

  @Test
  void aMessageCannotBeginALineOfItsOwn() {
    assertThat(format("nice\n2026-05-01T12:00:00.000Z SEVERE forged").lines()).hasSize(1);
  }

  @Test
  void aFailureIsFollowedByItsTrace() {
    var entry = entry("cannot post");
    entry.setThrown(new IllegalStateException("disk is full"));

    assertThat(new LineFormatter().format(entry))
        .contains("cannot post\njava.lang.IllegalStateException: disk is full\n");
  }

  private static String format(String message) {
    return new LineFormatter().format(entry(message));
  }

  private static LogRecord entry(String message) {
    var entry = new LogRecord(Level.INFO, message);
    entry.setLoggerName("pando.posts");
    entry.setInstant(Instant.parse("2026-05-01T12:00:00Z"));
    return entry;
  }
}
