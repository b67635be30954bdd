package pando.telemetry;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import pando.base.Request;

/// Time (UTC), level, request id, logger and message in a line; a stack trace below it.
final class LineFormatter extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /// A message may repeat what a stranger sent: it cannot begin a line of its own.
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  @Override
  public String format(LogRecord entry) {
    var line =
        "%s %-7s %s %s %s%n"
            .formatted(
                TIME.format(entry.getInstant()),
                entry.getLevel().getName(),
                Request.current().id(),
                entry.getLoggerName(),
                CONTROL.matcher(formatMessage(entry)).replaceAll(" "));
    return entry.getThrown() == null ? line : line + stackTrace(entry.getThrown());
  }

  private static String stackTrace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
