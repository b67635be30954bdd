package pando.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pando.blueprint.DatabaseMembers;
import pando.drill.Drills.Breakage;
import pando.drill.Drills.Trial;
import pando.drill.Verdict.Row;
import pando.fleet.Status;

/// The primary of a database with replicas goes, in one way or another.
final class DatabaseDrills {
  static final String ROLE = "patroni";

  /// How long it stays cut off when another leads: a stale primary would be seen then.
  private static final Duration STAYS_CUT = Duration.ofSeconds(5);

  private DatabaseDrills() {}

  /// How it goes.
  enum End {
    /// The server is killed; the Patroni that runs it sees that.
    SERVER("server killed", Duration.ofMillis(1500)),
    /// Both are killed.
    BOTH("server and Patroni killed", Duration.ofMillis(1500)),
    /// The server is halted: it keeps its connections and answers nobody.
    HALTED("server halted", Duration.ofSeconds(6)),
    /// Nobody hears it or its Patroni, and they hear nobody; they run.
    CUT("network of the server cut", Duration.ofSeconds(6)),
    /// The operator has another take over.
    ASKED("failover asked for", Duration.ofMillis(500));

    private final String word;
    private final Duration limit;

    End(String word, Duration limit) {
      this.word = word;
      this.limit = limit;
    }

    /// What is done.
    String word() {
      return word;
    }

    /// How long writes may wait.
    Duration limit() {
      return limit;
    }
  }

  /// Another takes over, and the one that has gone comes back and follows it.
  static Breakage primary(End end) {
    return trial -> trial.rows().addAll(replace(trial.site(), end));
  }

  /// The disk of the primary takes nothing any more, and does again when another leads.
  static void stuck(Trial trial) {
    var site = trial.site();
    trial
        .rows()
        .addAll(
            replace(
                site,
                old -> {
                  site.disk().freeze();
                  return () -> {
                    TrialSite.pause(STAYS_CUT);
                    site.disk().thaw();
                  };
                }));
  }

  /// Has the first server on a disk that can be made to hang.
  static void mountDisk(TrialSite site) {
    site.mountDisk(DatabaseMembers.FIRST);
  }

  /// The same, with what it took.
  static List<Row> replace(TrialSite site, End end) {
    return replace(site, old -> end(site, old, end));
  }

  /// @param ends does something to the primary, and says what there is to be done when another
  ///   leads
  private static List<Row> replace(TrialSite site, Function<Status.Line, Runnable> ends) {
    TrialSite.await("a replica may take over", () -> findSynchronous(site).isPresent());
    var old = findPrimary(site);
    if (old == null) {
      throw new IllegalStateException("there is no primary");
    }
    var start = System.nanoTime();
    var heal = ends.apply(old);
    TrialSite.await("another server is the primary", () -> isAnother(findPrimary(site), old));
    var another = since(start);
    heal.run();
    TrialSite.await("the old one follows it", () -> follows(site, old.name()));
    site.awaitServing();
    var follows = since(start);
    var primaries = site.members(ROLE).stream().filter(DatabaseDrills::isPrimary).count();
    return List.of(
        Drills.took("another server is the primary after", another),
        Drills.took(old.name() + " follows it after", follows),
        Row.so("primaries", Long.toString(primaries), primaries == 1));
  }

  /// @return what there is to be done when another leads
  private static Runnable end(TrialSite site, Status.Line primary, End end) {
    var server = ProcessHandle.of(postmaster(site, primary.name())).orElseThrow();
    switch (end) {
      case SERVER -> server.destroyForcibly();
      case BOTH -> {
        var patroni =
            ProcessHandle.of(primary.pid())
                .orElseThrow()
                .children()
                .filter(child -> TrialSite.commandLine(child).contains("/patroni.yaml"))
                .toList();
        server.destroyForcibly();
        patroni.forEach(ProcessHandle::destroyForcibly);
      }
      case CUT -> {
        var keeper = ProcessHandle.of(primary.pid()).orElseThrow();
        var cut = NetworkCut.of(Stream.concat(Stream.of(keeper), keeper.descendants()));
        return () -> {
          TrialSite.pause(STAYS_CUT);
          cut.close();
        };
      }
      case ASKED -> site.ask("failover", Map.of());
      case HALTED -> halt(site, primary.name());
    }
    return () -> {};
  }

  /// Halts every process of a server.
  static void halt(TrialSite site, String name) {
    var server = ProcessHandle.of(postmaster(site, name)).orElseThrow();
    var processes = Stream.concat(Stream.of(server), server.descendants());
    var pids = processes.map(process -> Long.toString(process.pid())).toList();
    var all = String.join(" ", pids); // of which one may have ended
    TrialSite.run("sh", "-c", "kill -s STOP %s 2>/dev/null".formatted(all));
  }

  static long postmaster(TrialSite site, String server) {
    try {
      var file = site.layout().postgres(server).resolve("cluster/postmaster.pid");
      return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find the process of " + server, e);
    }
  }

  private static Status.@Nullable Line findPrimary(TrialSite site) {
    return site.members(ROLE).stream().filter(DatabaseDrills::isPrimary).findFirst().orElse(null);
  }

  /// A replica that has all that was acknowledged.
  static Status.Line synchronous(TrialSite site) {
    return findSynchronous(site)
        .orElseThrow(() -> new IllegalStateException("there is no synchronous replica"));
  }

  private static Optional<Status.Line> findSynchronous(TrialSite site) {
    return site.members(ROLE).stream()
        .filter(line -> line.note().startsWith("replica, synchronous"))
        .findFirst();
  }

  private static boolean isPrimary(Status.Line line) {
    return line.note().startsWith("primary");
  }

  private static boolean isAnother(Status.@Nullable Line now, Status.Line before) {
    return now != null && !now.name().equals(before.name());
  }

  /// Whether a server is a replica that has come over to the history of the primary. Until then it
  /// is ahead on a branch of its own, and who is to lead next may not.
  private static boolean follows(TrialSite site, String server) {
    var lines = site.members(ROLE);
    var primary = lines.stream().filter(DatabaseDrills::isPrimary).findFirst();
    return lines.stream()
        .filter(line -> line.name().equals(server) && line.note().startsWith("replica"))
        .anyMatch(line -> primary.isPresent() && timeline(line).equals(timeline(primary.get())));
  }

  private static String timeline(Status.Line server) {
    return server.note().replaceFirst("^.*(timeline \\d+).*$", "$1");
  }

  static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
