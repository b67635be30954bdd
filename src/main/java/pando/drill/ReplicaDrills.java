package pando.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import pando.data.Shards;
import pando.drill.Drills.Trial;
import pando.drill.Verdict.Row;
import pando.fleet.Status;

/// Replicas of the database come and go, die, and lose what they have.
final class ReplicaDrills {
  private static final String STREAMING =
      """
      select count(*) as servers from pg_stat_replication
      where application_name = ? and state = 'streaming'
      """;

  /// How long it may take until a small database is copied anew, when nothing else has helped.
  private static final Duration COPIED = Duration.ofSeconds(45);

  private ReplicaDrills() {}

  /// The operator adds one, and removes it again.
  static void comeAndGo(Trial trial) {
    var site = trial.site();
    try (var shards = open(site)) {
      var before = names(site);
      var start = System.nanoTime();
      change(trial, Map.of("change", "add"));
      var name =
          names(site).stream().filter(one -> !before.contains(one)).findFirst().orElseThrow();
      var took = DatabaseDrills.since(start);
      var streams = streams(shards, name);
      trial.rows().add(Drills.took(name + " added after", took));
      trial.rows().add(Row.so("it streams", streams ? "yes" : "no", streams));
      start = System.nanoTime();
      change(trial, Map.of("change", "remove", "server", name));
      took = DatabaseDrills.since(start);
      var isGone = names(site).equals(before) && !Files.exists(site.layout().postgres(name));
      trial.rows().add(Drills.took(name + " removed after", took));
      trial.rows().add(Row.so("nothing of it is left", isGone ? "yes" : "no", isGone));
    }
  }

  private static void change(Trial trial, Map<String, String> arguments) {
    trial
        .site()
        .ask(
            "replica",
            arguments,
            step -> {
              if (step.outcome() != null) {
                var took = Duration.ofMillis(step.millis());
                trial.rows().add(Drills.took("  " + step.say(), took));
              }
            });
  }

  /// One dies, loses its data while it runs, and has damaged data when it starts.
  static void lost(Trial trial) {
    try (var shards = open(trial.site())) {
      var name = DatabaseDrills.synchronous(trial.site()).name();
      var folder = trial.site().layout().postgres(name).resolve("cluster");
      var server = DatabaseDrills.postmaster(trial.site(), name);
      TrialSite.kill(server);
      awaitStream(trial, shards, name, "killed");
      delete(folder);
      awaitStream(trial, shards, name, "its data deleted");
      damage(folder);
      TrialSite.kill(DatabaseDrills.postmaster(trial.site(), name));
      awaitStream(trial, shards, name, "its data damaged, and killed");
    }
  }

  /// One is halted, as by a paused machine: writes wait for it until it is let go.
  static void halted(Trial trial) {
    try (var shards = open(trial.site())) {
      var name = DatabaseDrills.synchronous(trial.site()).name();
      DatabaseDrills.halt(trial.site(), name);
      awaitStream(trial, shards, name, "halted");
    }
  }

  /// Notes what the operator sees of a server until it streams again.
  private static void awaitStream(Trial trial, Shards shards, String name, String what) {
    var start = System.nanoTime();
    var seen = new ArrayList<>(List.of(""));
    TrialSite.await(name + " does not stream any more", () -> !streams(shards, name));
    TrialSite.await(
        name + " streams again",
        () -> {
          var line = line(trial.site(), name);
          var now = line.health() + (line.note().isEmpty() ? "" : ", " + line.note());
          if (!now.equals(seen.getLast())) {
            var after = DatabaseDrills.since(start);
            trial.rows().add(Drills.took("  %s: %s, after".formatted(name, now), after));
            seen.add(now);
          }
          return now.startsWith("serves") && streams(shards, name);
        });
    var took = DatabaseDrills.since(start);
    trial.rows().add(Row.within(name + " " + what + ", streams after", took, COPIED));
  }

  private static Shards open(TrialSite site) {
    return Shards.open(Objects.requireNonNull(site.layout().findDatabase()));
  }

  private static boolean streams(Shards shards, String name) {
    return shards.all().getFirst().one(STREAMING, row -> row.longValue("servers"), name) == 1;
  }

  private static List<String> names(TrialSite site) {
    return site.members(DatabaseDrills.ROLE).stream().map(Status.Line::name).toList();
  }

  private static Status.Line line(TrialSite site, String name) {
    return site.members(DatabaseDrills.ROLE).stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// Deletes a folder that somebody may still write to.
  private static void delete(Path folder) {
    TrialSite.await(
        folder + " is deleted",
        () -> {
          try {
            TrialSite.delete(folder, Set.of());
          } catch (UncheckedIOException _) {
            // something has come into it, or has gone, meanwhile
          }
          return !Files.exists(folder);
        });
  }

  private static void damage(Path folder) {
    try {
      Files.writeString(folder.resolve("global/pg_control"), "nothing that a server can read");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot damage " + folder, e);
    }
  }
}
