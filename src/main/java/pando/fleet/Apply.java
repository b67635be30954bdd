package pando.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.blueprint.Blueprint;
import pando.blueprint.JavaProgram;
import pando.blueprint.Layout;
import pando.blueprint.Plan;
import pando.blueprint.Planner;
import pando.blueprint.Ports;
import pando.blueprint.Role;
import pando.blueprint.Step;
import pando.cluster.Topology;
import pando.data.RunningPostgres;
import pando.fleet.Processes.Turn;

/// Brings what runs to what a topology asks for.
final class Apply {
  /// How long no photo may be moved before a move is given up.
  private static final Duration STALL_LIMIT = Duration.ofMinutes(2);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Layout layout;
  private final Members members;
  private final JavaProgram java;
  private final Balancer balancer;

  Apply(Layout layout, Members members, JavaProgram java) {
    this.layout = layout;
    this.members = members;
    this.java = java;
    this.balancer = new Balancer(layout, members);
  }

  /// The steps from what runs to what a topology asks for.
  ///
  /// @param anew whether every node is replaced
  Plan plan(Topology topology, boolean anew) {
    adoptUp();
    return Planner.plan(blueprint(topology), members.present(), members.state().nextNode(), anew);
  }

  private Blueprint blueprint(Topology topology) {
    var state = members.state();
    var ports = new Ports(topology.region(), state.ports());
    var running = RunningPostgres.find(layout.postgres());
    if (running != null) {
      ports.assign("database", running.port());
    }
    return new Blueprint(topology, layout, ports, java, state.scale());
  }

  /// A site that runs as one process, by `pando up`, is one more member: it goes like any other.
  private void adoptUp() {
    var up = Up.find(layout);
    if (up != null && members.find(up.name()) == null) {
      members.change(all -> all.with(up));
    }
  }

  /// How a plan is carried out.
  ///
  /// @param turn of nodes that start
  private record Way(Plan plan, Turn turn, Consumer<Progress> tell) {}

  /// Does the steps, one after the other, so that those who use the site do not notice.
  ///
  /// @throws Refusal.Unavailable if one fails: what runs goes on, and the same again goes on
  void run(Plan plan, Consumer<Progress> tell) {
    run(new Way(plan, Turn.LAST, tell));
  }

  /// Does the steps as soon as may be: there is more to do than the site can.
  void hurry(Plan plan, Consumer<Progress> tell) {
    run(new Way(plan, Turn.FIRST, tell));
  }

  private void run(Way way) {
    var plan = way.plan();
    members.change(state -> state.named(plan.nextNode(), plan.ports()));
    var waves = new Waves(plan.steps(), members.present());
    var done = 0;
    for (var wave = waves.next(); !wave.isEmpty(); wave = waves.next()) {
      run(wave, done, way);
      done += wave.size();
    }
    members.awaitServing();
  }

  /// Does steps at the same time.
  ///
  /// @param done how many were done before
  private void run(List<Step> wave, int done, Way way) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<?>>();
      for (var step : wave) {
        var number = done + results.size() + 1;
        results.add(threads.submit(() -> run(step, number, way)));
      }
      for (var result : results) {
        result.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("the supervisor is stopping");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refusal) {
        throw refusal;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void run(Step step, int number, Way way) {
    var of = way.plan().steps().size();
    var before = System.nanoTime();
    way.tell().accept(new Progress(number, of, step.say(), step.command(), null, 0));
    try {
      act(step, way);
    } catch (RuntimeException e) {
      throw new Refusal.Unavailable(
          "step %d of %d (%s) failed: %s%n%s"
              .formatted(number, of, step.say(), reason(e), wayOn()));
    }
    var millis = (System.nanoTime() - before) / 1_000_000;
    way.tell().accept(new Progress(number, of, step.say(), step.command(), "done", millis));
  }

  private static String reason(RuntimeException e) {
    return e instanceof Refusal refusal ? refusal.reason() : String.valueOf(e);
  }

  private String wayOn() {
    var file = members.state().file();
    return "What runs goes on serving. When the reason is gone, the same command goes on from here"
        + (file == null ? "." : "; to go back: ./pando apply " + file);
  }

  private void act(Step step, Way way) {
    var target = way.plan().target();
    switch (step) {
      case Step.Start start -> {
        members.start(start.rendering(), way.turn());
        if (start.rendering().member().role() == Role.DATABASE && target != null) {
          forgetReplicas(target);
        }
      }
      case Step.TakeOver takeOver -> members.takeOver(takeOver.old(), takeOver.server());
      case Step.Lead lead -> members.lead(lead.server());
      case Step.Stop stop -> {
        members.stop(stop.member(), stop.forgets());
        if (stop.member().role() == Role.WEB) {
          keepBalancer(target);
        }
      }
      case Step.Admit admit -> {
        balancer.admit(admit.node());
        keepBalancer(target);
      }
      case Step.Withdraw withdraw -> balancer.withdraw(withdraw.node());
      case Step.Reload reload -> balancer.reload(reload.balancer());
      case Step.MovePhotos _ -> awaitPhotos();
    }
  }

  /// A database that has no replicas any more must not keep for them what they have not read.
  private void forgetReplicas(Blueprint target) {
    if (target.hasDatabase()) {
      RunningPostgres.forgetReplicas(layout.postgres());
    }
  }

  /// A balancer that dies must come back with the nodes of the moment.
  private void keepBalancer(@Nullable Blueprint target) {
    if (target != null && target.hasBalancer() && members.find(Balancer.NAME) != null) {
      balancer.keep(target.balancer(members.present()));
    }
  }

  /// Waits until a node that works knows of no photo that is still to be moved.
  private void awaitPhotos() {
    var fewest = Long.MAX_VALUE;
    var progress = System.nanoTime();
    while (fewest > 0) {
      Processes.pause(LOOK_EVERY);
      var left = photosLeft();
      if (left >= 0 && left < fewest) {
        fewest = left;
        progress = System.nanoTime();
      }
      if (System.nanoTime() - progress > STALL_LIMIT.toNanos()) {
        throw new Refusal.Unavailable(
            "no photo was moved for %d s; ./pando logs --grep move says more"
                .formatted(STALL_LIMIT.toSeconds()));
      }
    }
  }

  /// How many photos are still to be moved; -1: nobody knows.
  private long photosLeft() {
    return members.state().running().stream()
        .filter(one -> one.role() == Role.WORKER || one.role() == Role.BOX)
        .map(one -> NodeReport.read(layout.member(one.name())))
        .mapToLong(report -> report == null ? -1 : report.photosLeft())
        .max()
        .orElse(-1);
  }
}
