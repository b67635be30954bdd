package pando.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.blueprint.DatabaseMembers;
import pando.blueprint.JavaProgram;
import pando.blueprint.Layout;
import pando.blueprint.Member;
import pando.blueprint.Plan;
import pando.blueprint.Role;
import pando.cluster.DatabaseTier;
import pando.cluster.Topology;

/// Owns the processes of a site that has outgrown one.
///
/// Members outlive it. If it dies, they go on; the next one finds in [State] what runs, and takes
/// it over.
public final class Supervisor implements AutoCloseable {
  private static final Duration WATCH_EVERY = Duration.ofMillis(100);

  /// How long a change waits for another one.
  private static final Duration OTHERS = Duration.ofSeconds(2);

  private static final Logger LOG = System.getLogger(Supervisor.class.getName());

  private final FileChannel lock;
  private final Members members;
  private final Apply apply;

  /// The program that this process runs, which may have been built anew since.
  private final String program;

  /// Whoever changes what runs holds it.
  private final ReentrantLock changing = new ReentrantLock();

  private final CountDownLatch ended = new CountDownLatch(1);
  private final LogFiles logs;
  private final Scaling scaling;
  private @Nullable Control control;

  private Supervisor(Layout layout, FileChannel lock) {
    this.lock = lock;
    this.members = new Members(layout);
    var java = JavaProgram.own();
    this.program = java.stamp();
    this.apply = new Apply(layout, members, java);
    this.logs = new LogFiles(layout);
    this.scaling = new Scaling(layout, members);
  }

  /// Takes over what runs of a site, and listens to commands.
  ///
  /// @throws Refusal.Unavailable if the site has a supervisor
  public static Supervisor start(Path data) {
    var layout = new Layout(data.toAbsolutePath().normalize());
    layout.prepare();
    try {
      var lock =
          FileChannel.open(layout.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock.tryLock() == null) {
        throw new Refusal.Unavailable("this site has a supervisor already");
      }
      var supervisor = new Supervisor(layout, lock);
      supervisor.control = Control.listen(layout.socket(), supervisor::respond);
      Thread.ofPlatform().name("watch").daemon().start(supervisor::watch);
      LOG.log(Level.INFO, "takes care of {0} processes", supervisor.members.present().size());
      return supervisor;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot supervise " + data, e);
    }
  }

  /// Whether a site has a supervisor, or processes that one has left behind: then nobody else may
  /// work with its folder.
  public static boolean isInCharge(Path data) {
    var layout = new Layout(data);
    if (!Files.exists(layout.stateFile())) {
      return false;
    }
    try (var channel = FileChannel.open(layout.lock(), StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock == null
          || StateFile.read(layout.stateFile()).running().stream()
              .anyMatch(one -> !one.member().command().isEmpty() && one.isAlive());
    } catch (OverlappingFileLockException _) {
      return true; // it is this process
    } catch (IOException e) {
      throw new UncheckedIOException("cannot see who runs " + data, e);
    }
  }

  /// Waits until the site has been taken down.
  public void await() throws InterruptedException {
    ended.await();
  }

  private void watch() {
    try {
      while (!ended.await(WATCH_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          members.watch();
          logs.tidy();
          followDemand();
        } catch (RuntimeException e) {
          LOG.log(Level.ERROR, "the watch goes on", e);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  /// Has nodes come and go with the load, where the topology says so and nothing else is changed.
  private void followDemand() {
    var topology = scaling.isDue() ? findCurrent() : null;
    if (topology == null || !changing.tryLock()) {
      return;
    }
    try {
      var changes = scaling.changes(topology, Instant.now());
      if (!changes.isEmpty()) {
        changes.forEach((role, count) -> scaleTo(role.word(), count));
        Thread.ofVirtual().name("scaling").start(() -> exclusively(this::follow));
      }
    } finally {
      changing.unlock();
    }
  }

  private String follow() {
    apply.hurry(apply.plan(current(), false), step -> LOG.log(Level.DEBUG, step.say()));
    return "";
  }

  private void scaleTo(String role, int count) {
    members.change(state -> {
      var wanted = new HashMap<>(state.scale());
      wanted.put(role, count);
      return state.scaled(wanted);
    });
  }

  private String respond(Control.Ask ask, Consumer<String> say) {
    return switch (ask.verb()) {
      case "ping" -> program;
      case "status" -> Status.of(members).text();
      case "apply" -> exclusively(() -> apply(ask.arguments(), say));
      case "restart" -> exclusively(() -> restart(say));
      case "scale" -> exclusively(() -> scale(ask.arguments(), say));
      case "replica" -> exclusively(() -> changeReplicas(ask.arguments(), say));
      case "failover" -> exclusively(() -> failOver(ask.arguments()));
      case "down" -> exclusively(() -> down(say));
      case "leave" -> exclusively(this::leave);
      default -> throw new Refusal.Invalid("the supervisor does not know '" + ask.verb() + "'");
    };
  }

  private String exclusively(Supplier<String> change) {
    try {
      if (!changing.tryLock(OTHERS.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Refusal.Unavailable(
            "another change of the site is under way; try again after it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("the supervisor is stopping");
    }
    try {
      return change.get();
    } finally {
      changing.unlock();
    }
  }

  private String apply(Map<String, String> arguments, Consumer<String> say) {
    var text = argument(arguments, "text");
    var file = argument(arguments, "file");
    var topology = resized(Topology.parse(text, file));
    Components.require(topology, Status.backup(members.layout()).isOn());
    var plan = apply.plan(topology, false);
    if (arguments.containsKey("dry")) {
      var steps = plan.steps();
      for (var index = 0; index < steps.size(); index++) {
        var step = steps.get(index);
        var told = new Progress(index + 1, steps.size(), step.say(), step.command(), "planned", 0);
        say.accept(told.text());
      }
      return steps.size() + " steps";
    }
    members.requireFree(topology);
    apply.run(plan, progress -> say.accept(progress.text()));
    members.change(state -> state.applied(text, file).copied(copies(topology)));
    return topology.name();
  }

  /// A topology whose database has, of the servers that there are, as many as it says.
  private Topology resized(Topology topology) {
    var tier = topology.region().tiers().database();
    return tier == null
        ? topology
        : topology.with(new DatabaseTier(members.state().copies()).resized(tier.replicas()));
  }

  private static List<Integer> copies(Topology topology) {
    var tier = topology.region().tiers().database();
    return tier == null ? List.of() : tier.copies();
  }

  private Topology current() {
    var topology = findCurrent();
    if (topology == null) {
      throw new Refusal.Unavailable("no topology has been applied to its end; ./pando apply FILE");
    }
    return topology;
  }

  /// The topology that was applied last; null: none was, to its end.
  private @Nullable Topology findCurrent() {
    var topology = findApplied();
    var copies = members.state().copies();
    return topology == null || copies.isEmpty()
        ? topology
        : topology.with(new DatabaseTier(copies));
  }

  /// The same as its file says it, whatever was asked for since.
  private @Nullable Topology findApplied() {
    var state = members.state();
    return state.topology() == null || state.file() == null
        ? null
        : Topology.parse(state.topology(), state.file());
  }

  private String restart(Consumer<String> say) {
    apply.run(apply.plan(current(), true), progress -> say.accept(progress.text()));
    return "every node was replaced";
  }

  private String scale(Map<String, String> arguments, Consumer<String> say) {
    var role = argument(arguments, "role");
    var count = Integer.parseInt(argument(arguments, "count"));
    var pool = current().region().tiers().pool(role);
    if (pool == null || count < 1) {
      throw new Refusal.Invalid("there are no nodes of the role '%s' to scale".formatted(role));
    }
    if (count < pool.min() || count > pool.max()) {
      throw new Refusal.Invalid(
          "%s may have %d to %d nodes; the topology says so ('nodes' and 'max')"
              .formatted(role, pool.min(), pool.max()));
    }
    scaleTo(role, count);
    apply.run(apply.plan(current(), false), progress -> say.accept(progress.text()));
    return "%s has %d nodes".formatted(role, count);
  }

  private String changeReplicas(Map<String, String> arguments, Consumer<String> say) {
    var names = requireServers();
    var topology = current();
    var servers = members.patroni().group(names);
    var replicas = new Replicas(new DatabaseTier(copies(topology)), servers);
    var comes = argument(arguments, "change").equals("add");
    var wanted = comes ? replicas.more() : replicas.without(arguments.get("server"));
    apply.run(apply.plan(topology.with(wanted), false), progress -> say.accept(progress.text()));
    members.change(state -> state.copied(wanted.copies()));
    var fileSays = copies(Objects.requireNonNull(findApplied())).size();
    return "the database has the servers "
        + String.join(", ", wanted.servers().stream().map(DatabaseMembers::name).toList())
        + (fileSays == wanted.replicas()
            ? ""
            : "%n%s says 'replicas: %d'; write %d there, or the next apply of it undoes this"
                .formatted(members.state().file(), fileSays, wanted.replicas()));
  }

  private List<String> requireServers() {
    var names = members.state().of(Role.PATRONI).stream().map(Running::name).toList();
    if (names.isEmpty()) {
      throw new Refusal.Invalid(
          "the database has no replicas; ./pando apply a topology with 'database: {replicas: 1}'");
    }
    return names;
  }

  private String failOver(Map<String, String> arguments) {
    var names = requireServers();
    return members.patroni().failOver(names, arguments.get("server")) + " is the primary";
  }

  /// Has the server lead whose folder is that of a database without replicas, so that the site can
  /// be started as one again.
  private void leadFromTheFirst() {
    try {
      var first = members.find(DatabaseMembers.FIRST);
      if (first != null) {
        members.lead(first.member());
      }
    } catch (Refusal.Unavailable e) {
      LOG.log(Level.WARNING, "the site ends with another primary: {0}", e.reason());
    }
  }

  /// Ends everything, the last started first.
  private String down(Consumer<String> say) {
    leadFromTheFirst();
    var leaving = new ArrayList<>(members.present());
    leaving.sort(
        Comparator.comparingInt(Supervisor::downOrder)
            .thenComparing(member -> member.name().equals(DatabaseMembers.FIRST)));
    var state = members.state();
    apply.run(
        Plan.ofEnd(leaving, state.nextNode(), state.ports()),
        progress -> say.accept(progress.text()));
    ended.countDown();
    return "everything has ended";
  }

  /// Ends this process alone: one of another build is to take over.
  private String leave() {
    LOG.log(Level.INFO, "leaves to one of another build");
    ended.countDown();
    return "what runs goes on";
  }

  /// The balancer goes first, so that nobody is led to who is going; data goes last.
  private static int downOrder(Member member) {
    var order =
        List.of(
            Role.BALANCER,
            Role.EDGE,
            Role.WEB,
            Role.WORKER,
            Role.BOX,
            Role.SENTINEL,
            Role.REDIS,
            Role.OBJECTS,
            Role.PATRONI,
            Role.DATABASE,
            Role.ETCD);
    return order.indexOf(member.role());
  }

  private static String argument(Map<String, String> arguments, String name) {
    var value = arguments.get(name);
    if (value == null) {
      throw new Refusal.Invalid("the supervisor needs to know '" + name + "'");
    }
    return value;
  }

  /// Listens no more; what runs goes on.
  @Override
  public void close() {
    ended.countDown();
    try {
      lock.close(); // before anybody sees that nobody listens, and starts another
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (control != null) {
        control.close();
      }
    }
  }
}
