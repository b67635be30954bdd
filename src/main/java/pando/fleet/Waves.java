package pando.fleet;

import java.util.ArrayList;
import java.util.List;
import pando.blueprint.Member;
import pando.blueprint.Role;
import pando.blueprint.Step;
import pando.blueprint.Step.Start;

/// Steps of a plan that can be done at the same time: starts, one after the other in the plan, of
/// members that do not need one another.
///
/// Nodes are started one after the other where others serve meanwhile: each start takes a core for
/// some seconds, and those who read would feel two.
final class Waves {
  private final List<Step> steps;
  private final boolean alone;
  private int done;

  /// @param present who runs
  Waves(List<Step> steps, List<Member> present) {
    this.steps = steps;
    this.alone = present.stream().noneMatch(member -> member.role().isNode());
  }

  /// The next steps; none: all are done.
  List<Step> next() {
    var wave = new ArrayList<Step>();
    while (done < steps.size() && (wave.isEmpty() || isTogether(wave.getLast(), steps.get(done)))) {
      wave.add(steps.get(done++));
    }
    return wave;
  }

  private boolean isTogether(Step one, Step next) {
    return one instanceof Start first
        && next instanceof Start second
        && group(first.rendering().member().role()) == group(second.rendering().member().role())
        && (alone || !second.rendering().member().role().isNode())
        && second.rendering().member().role() != Role.PATRONI; // a copy is made of one that leads
  }

  private static int group(Role role) {
    return switch (role) {
      case OBJECTS, REDIS, SENTINEL, ETCD, DATABASE -> 1;
      case BOX, WEB, WORKER -> 2;
      case BALANCER -> 3;
      case EDGE -> 4;
      case PATRONI -> 5;
    };
  }
}
