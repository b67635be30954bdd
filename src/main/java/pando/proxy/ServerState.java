package pando.proxy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// How HAProxy sees a process that it passes requests on to, or all of a part of its settings
/// together.
///
/// @param part of the settings, such as `web`, `streams` or `edges`
/// @param name such as `web-3`; `BACKEND` and `FRONTEND` for all of the part
/// @param status such as `UP`, `DOWN`, `DRAIN`, `NOLB` (it is leaving), `MAINT`
/// @param sessions requests that are being answered, or streams that are open
/// @param waiting requests that wait for their turn
/// @param rate requests in the last second
/// @param responseTime how long the first byte of an answer took, for the last 1,024 requests
public record ServerState(
    String part,
    String name,
    String status,
    long sessions,
    long waiting,
    long rate,
    Duration responseTime) {

  /// Reads what HAProxy answers to `show stat`: lines of values between commas, of which the first
  /// has their names.
  static List<ServerState> read(String csv) {
    var lines = csv.lines().toList();
    var columns = List.of(lines.getFirst().replaceFirst("^# ", "").split(",", -1));
    return lines.stream()
        .skip(1)
        .filter(line -> !line.isBlank())
        .map(line -> state(columns, Arrays.asList(line.split(",", -1))))
        .toList();
  }

  private static ServerState state(List<String> columns, List<String> cells) {
    return new ServerState(
        cells.get(columns.indexOf("pxname")),
        cells.get(columns.indexOf("svname")),
        cells.get(columns.indexOf("status")),
        number(columns, cells, "scur"),
        number(columns, cells, "qcur"),
        number(columns, cells, "rate"),
        Duration.ofMillis(number(columns, cells, "rtime")));
  }

  private static long number(List<String> columns, List<String> cells, String column) {
    var cell = cells.get(columns.indexOf(column));
    return cell.isEmpty() ? 0 : Long.parseLong(cell);
  }
}
