package pando.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.blueprint.DatabaseMembers;
import pando.blueprint.Layout;
import pando.blueprint.Member;
import pando.blueprint.Ports;
import pando.blueprint.Rendering;
import pando.blueprint.Role;
import pando.cluster.Topology;
import pando.data.EmbeddedPostgres;
import pando.fleet.Processes.Turn;

/// The processes of the site: starts them, ends them, and starts again what has died.
///
/// What it has begun is in [StateFile] before it is relied upon. So whoever comes after a kill -9
/// finds every process that was started, and takes care of it.
final class Members {
  /// How long a member may take to be able to serve, also on a busy machine.
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /// How long a member may take to finish; then it is killed.
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Duration LOOK_AT_COPY_EVERY = Duration.ofMillis(200);

  /// The pause before a member that has died is started again; it doubles with each death.
  static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  static final Duration MAX_PAUSE = Duration.ofSeconds(10);

  /// Who has lived so long begins with [#FIRST_PAUSE] again.
  private static final Duration STEADY = Duration.ofSeconds(30);

  private static final int LAST_LINES = 12;
  private static final Logger LOG = System.getLogger(Members.class.getName());

  private final Layout layout;
  private final Patroni patroni;
  private final Probe probe;
  private final Map<String, Long> restartAt = new HashMap<>();
  private State state;

  Members(Layout layout) {
    this.layout = layout;
    this.patroni = new Patroni(layout, server -> DatabaseMembers.rest(server, state().ports()));
    this.probe = new Probe(layout, patroni);
    this.state = StateFile.read(layout.stateFile());
  }

  Layout layout() {
    return layout;
  }

  Probe probe() {
    return probe;
  }

  Patroni patroni() {
    return patroni;
  }

  synchronized State state() {
    return state;
  }

  /// Changes what is remembered.
  synchronized void change(UnaryOperator<State> how) {
    state = how.apply(state);
    StateFile.write(layout.stateFile(), state);
  }

  /// Starts a member and waits until it can serve. One of this name with other settings ends
  /// before.
  ///
  /// @param turn of a node at the processors
  /// @throws Refusal.Unavailable with its last words, if it does not come up
  void start(Rendering rendering, Turn turn) {
    var member = rendering.member();
    var before = state().find(member.name());
    if (before != null && before.isAlive()) {
      if (!before.leaving() && before.member().fingerprint().equals(member.fingerprint())) {
        awaitStart(member.name());
        return;
      }
      stop(before.member());
    }
    requireFree(member);
    layout.write(member, rendering.files());
    if (member.role() == Role.DATABASE) {
      EmbeddedPostgres.prepare(layout.postgres(), EmbeddedPostgres.DATABASE);
    }
    launch(member, 0, turn);
    awaitStart(member.name());
    if (member.role() == Role.PATRONI) {
      awaitCopy(member.name());
    }
  }

  /// Waits until a server that copies the database has done so, as long as there comes more of it.
  /// Where nobody leads there is nothing to copy, and the next to start may be the one that can.
  private void awaitCopy(String server) {
    var size = 0L;
    var grown = System.nanoTime();
    while (!patroni.isRunning(server) && !patroni.lacksPrimary(server)) {
      var now = layout.size(server);
      if (now > size) {
        size = now;
        grown = System.nanoTime();
      }
      if (System.nanoTime() - grown > START_LIMIT.toNanos()) {
        throw new Refusal.Unavailable(
            "%s has %d MB of the database and gets no more of it: %s"
                .formatted(server, size >> 20, lastWords(server)));
      }
      Processes.pause(LOOK_AT_COPY_EVERY);
    }
  }

  /// Has Patroni run a database that one PostgreSQL has run until now: it finds that one, leads,
  /// and starts it anew under itself.
  ///
  /// @throws Refusal.Unavailable with the reason, if it does not
  void takeOver(Member old, Rendering rendering) {
    var server = rendering.member();
    var before = state().find(server.name());
    if (state().of(Role.PATRONI).isEmpty()) {
      layout.forgetCopies(); // of an earlier time: they would not find their way from there
    }
    layout.setReplicated(true);
    if (before == null || !before.isAlive()) {
      layout.write(server, rendering.files());
      launch(server, 0, Turn.FIRST);
    }
    awaitStart(server.name());
    awaitPrimary(server.name());
    var alone = state().find(old.name());
    if (alone != null && alone.isAlive()) {
      change(all -> all.with(alone.left()));
      patroni.restart(server.name());
      Processes.awaitEnd(alone, STOP_LIMIT);
      awaitPrimary(server.name());
    }
    change(all -> all.without(old.name()));
  }

  /// Has a server of the database be the primary; one that was cut off while it ended runs again.
  void lead(Member server) {
    var running = state().find(server.name());
    if (running == null || !running.isAlive()) {
      launch(server, 0, Turn.FIRST);
      awaitStart(server.name());
    }
    patroni.lead(server.name());
  }

  private void awaitPrimary(String server) {
    var end = System.nanoTime() + START_LIMIT.toNanos();
    while (!patroni.isPrimary(server)) {
      if (System.nanoTime() > end) {
        throw new Refusal.Unavailable(server + " does not lead: " + lastWords(server));
      }
      Processes.pause(LOOK_EVERY);
    }
  }

  private static void requireFree(Member member) {
    if (member.port() != 0
        && member.role() != Role.BOX // which may take the place of another
        && !Ports.isFree(member.host(), member.port())) {
      throw new Refusal.Unavailable(
          "port %d on %s, which %s was to have, is used by another program"
              .formatted(member.port(), member.host(), member.name()));
    }
  }

  /// Refuses a topology whose addresses belong to other programs, before anything is changed.
  ///
  /// @throws Refusal.Unavailable with the program
  void requireFree(Topology topology) {
    var own = state().running().stream().map(Running::pid).collect(Collectors.toSet());
    var photos = topology.photos();
    var addresses = photos == null ? List.of(topology.front()) : List.of(topology.front(), photos);
    for (var address : addresses) {
      var other = Listeners.other(address.port(), own);
      if (other != null) {
        throw new Refusal.Unavailable(
            "port %d is used by %s; end it, or give the topology another port. Nothing was changed"
                .formatted(address.port(), other));
      }
    }
  }

  private synchronized void launch(Member member, int restarts, Turn turn) {
    try {
      probe.forget(member.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (member.role() == Role.PATRONI) {
      layout.prepare(member.name()); // its disk may have been replaced by an empty one
    }
    if (member.role() == Role.DATABASE) {
      EmbeddedPostgres.clean(layout.postgres());
    }
    var started = Processes.start(member, layout.log(member.name()), restarts, turn);
    change(all -> all.with(started));
  }

  private void awaitStart(String name) {
    var end = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      var running = Objects.requireNonNull(state().find(name));
      if (running.isAlive() && probe.hasStarted(running)) {
        return;
      }
      if (!running.isAlive() || System.nanoTime() > end) {
        var how = running.isAlive() ? " does not come up within " + START_LIMIT : " has ended";
        giveUp(running);
        throw new Refusal.Unavailable(name + how + ": " + lastWords(name));
      }
      Processes.pause(LOOK_EVERY);
    }
  }

  /// What never came up is not started again and again; the next apply tries anew.
  private void giveUp(Running running) {
    change(all -> all.without(running.name()));
    Processes.signal("KILL", running);
  }

  /// Waits until every member can serve.
  ///
  /// @throws Refusal.Unavailable with those that cannot, if that takes too long
  void awaitServing() {
    var end = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      var sick = state().running().stream().filter(one -> !probe.isHealthy(one)).toList();
      if (sick.isEmpty()) {
        return;
      }
      if (System.nanoTime() > end) {
        var names = String.join(", ", sick.stream().map(Running::name).toList());
        throw new Refusal.Unavailable(
            "everything was done, but %s cannot serve; see ./pando logs".formatted(names));
      }
      Processes.pause(LOOK_EVERY);
    }
  }

  /// The end of what a member has written.
  String lastWords(String name) {
    var log = layout.log(name);
    try {
      var lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
      var last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      return String.join("\n", last) + "\n(all of it: " + log + ")";
    } catch (IOException _) {
      return "it has written nothing";
    }
  }

  /// Lets a member finish and end.
  void stop(Member member) {
    stop(member, false);
  }

  /// Lets a member finish and end.
  ///
  /// @param forgets whether what it has kept is deleted
  void stop(Member member, boolean forgets) {
    var running = state().find(member.name());
    if (running == null) {
      return;
    }
    if (forgets && member.role() == Role.PATRONI) {
      handOver(member);
    }
    var isPrimary = member.role() == Role.PATRONI && patroni.isPrimary(member.name());
    change(all -> all.with(running.left()));
    Processes.signal(member.stopSignal(), running);
    if (!Processes.awaitEnd(running, STOP_LIMIT)) {
      LOG.log(Level.WARNING, "{0} does not end and is killed", member.name());
      Processes.signal("KILL", running);
      Processes.awaitEnd(running, KILL_LIMIT);
    }
    if (forgets) {
      layout.forget(member);
    }
    if (isPrimary && isLastServer(member)) {
      layout.setReplicated(false);
    }
    change(all -> all.without(member.name()));
    delete(layout.member(member.name()), member);
  }

  /// Has the first server lead when the one whose data are to be deleted does.
  private void handOver(Member copy) {
    var first = state().find(DatabaseMembers.FIRST);
    if (first != null && patroni.isPrimary(copy.name())) {
      lead(first.member());
    }
    patroni.requireCopy(copy.name());
  }

  /// Whether nobody can have written after it.
  private boolean isLastServer(Member member) {
    return member.name().equals(DatabaseMembers.FIRST) && state().of(Role.PATRONI).size() == 1;
  }

  /// A node never comes back under its name; others keep their files.
  private static void delete(Path folder, Member member) {
    if (!member.role().isNode()) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "left behind " + folder, e);
    }
  }

  /// Starts again what has died and was not told to.
  void watch() {
    var now = System.nanoTime();
    for (var running : state().running()) {
      if (running.leaving() || running.isAlive()) {
        continue;
      }
      if (running.member().command().isEmpty()) {
        change(all -> all.without(running.name())); // it was somebody else's
      } else if (isDue(running, now)) {
        revive(running);
      }
    }
  }

  private boolean isDue(Running running, long now) {
    var at = restartAt.get(running.name());
    if (at == null) {
      LOG.log(
          Level.WARNING,
          "{0} (process {1}) has died and is started again",
          running.name(),
          Long.toString(running.pid()));
      restartAt.put(running.name(), now + pause(running).toNanos());
      return false;
    }
    return now >= at;
  }

  private static Duration pause(Running running) {
    var lived = System.currentTimeMillis() - running.since();
    var deaths = lived > STEADY.toMillis() ? 0 : running.restarts();
    var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(deaths, 10));
    return pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
  }

  private void revive(Running running) {
    restartAt.remove(running.name());
    try {
      launch(running.member(), running.restarts() + 1, Turn.FIRST);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "cannot start " + running.name() + " again", e);
      restartAt.put(running.name(), System.nanoTime() + MAX_PAUSE.toNanos());
    }
  }

  /// Those who run, or should.
  List<Member> present() {
    return state().running().stream().map(Running::member).toList();
  }

  @Nullable Running find(String name) {
    return state().find(name);
  }
}
