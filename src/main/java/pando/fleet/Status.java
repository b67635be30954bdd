package pando.fleet;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.backup.BackupState;
import pando.blueprint.Layout;
import pando.blueprint.Role;
import pando.config.BackupConfig;
import pando.config.Config;

/// How the site is, as `pando status` shows it.
///
/// @param file the topology that was applied last; null: none to its end
/// @param lines one for each process
/// @param backup how the backup is, in words; null: there is to be none
/// @param backupTooOld whether the last good backup is older than it may be
@Json
public record Status(
    @Nullable String file, List<Line> lines, @Nullable String backup, boolean backupTooOld) {
  private static final Jsonb JSON = Jsonb.builder().build();

  /// How a process is.
  ///
  /// @param address where it listens; empty: nowhere
  /// @param health `serves`, `starts`, `leaves` or `dead`
  /// @param cpuTicks the processor time that it has used, in ticks of 10 ms
  /// @param memory what it takes, in bytes
  /// @param seconds how long it has run
  /// @param restarts how often it has died
  /// @param version a short mark that is equal for nodes that do the same in the same way
  /// @param note what else there is to say, such as whether a database is the primary
  @Json
  public record Line(
      String name,
      String role,
      String address,
      long pid,
      String health,
      long cpuTicks,
      long memory,
      long seconds,
      int restarts,
      String version,
      String note) {}

  static Status of(Members members) {
    var state = members.state();
    var running = new ArrayList<>(state.running());
    running.sort(
        Comparator.comparing(Running::role)
            .thenComparingInt(one -> one.name().length())
            .thenComparing(Running::name));
    var lines = running.stream().parallel().map(one -> line(one, members)).toList();
    var backup = backup(members.layout());
    var now = Instant.now();
    var made = BackupState.read(members.layout().data());
    return new Status(
        state.file(),
        lines,
        backup.isOn() ? made.say(now) : null,
        backup.isOn() && made.isTooOld(backup, now));
  }

  /// What the settings of the site say of its backup.
  static BackupConfig backup(Layout layout) {
    return Files.isRegularFile(layout.settings())
        ? Config.read(layout.settings()).backup()
        : BackupConfig.DEFAULT;
  }

  private static Line line(Running running, Members members) {
    var member = running.member();
    return new Line(
        member.name(),
        member.role().word(),
        member.port() == 0 ? "" : member.host() + ":" + member.port(),
        running.pid(),
        health(running, members.probe()),
        Processes.cpuTicks(running.pid()),
        Processes.memory(running.pid()),
        (System.currentTimeMillis() - running.since()) / 1000,
        running.restarts(),
        member.fingerprint().substring(0, Math.min(6, member.fingerprint().length())),
        note(running, members.patroni()));
  }

  private static String note(Running running, Patroni patroni) {
    var server = running.role() == Role.PATRONI ? patroni.find(running.name()) : null;
    return server == null ? "" : server.say();
  }

  private static String health(Running running, Probe probe) {
    if (!running.isAlive()) {
      return "dead";
    }
    if (running.leaving()) {
      return "leaves";
    }
    return probe.isHealthy(running) ? "serves" : "starts";
  }

  /// Reads what [#text] wrote.
  public static Status read(String text) {
    return JSON.type(Status.class).fromJson(text);
  }

  String text() {
    return JSON.type(Status.class).toJson(this);
  }
}
