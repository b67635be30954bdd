package pando.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import pando.blueprint.Step.Admit;
import pando.blueprint.Step.Lead;
import pando.blueprint.Step.MovePhotos;
import pando.blueprint.Step.Reload;
import pando.blueprint.Step.Start;
import pando.blueprint.Step.Stop;
import pando.blueprint.Step.TakeOver;
import pando.blueprint.Step.Withdraw;

/// Finds the way from what runs to what a topology asks for, in an order in which people notice
/// nothing: what is new serves before what it replaces goes.
///
/// It is made of what runs alone. So an apply that was cut short is taken up by making a plan
/// again: what was done is not in it any more.
public final class Planner {
  private static final List<Role> NODES = List.of(Role.WEB, Role.WORKER, Role.BOX);

  private final Blueprint target;
  private final List<Step> steps = new ArrayList<>();

  /// Who will be there when the steps so far are done.
  private final List<Member> present = new ArrayList<>();

  private int nextNode;

  private Planner(Blueprint target, List<Member> present, int nextNode) {
    this.target = target;
    this.present.addAll(present);
    this.nextNode = nextNode;
  }

  /// What is to be done from what runs to a target.
  ///
  /// @param present who runs
  /// @param nextNode the number of the next node
  /// @param anew whether every node is replaced, also those that could stay
  public static Plan plan(Blueprint target, List<Member> present, int nextNode, boolean anew) {
    var planner = new Planner(target, present, nextNode);
    planner.make(anew);
    return new Plan(planner.steps, planner.nextNode, target.ports(), target);
  }

  private void make(boolean anew) {
    var hadObjects = has(Role.OBJECTS);
    target.services().forEach(this::ensure);
    if (!target.hasReplicas()) {
      leadFromTheFirst();
    }
    if (!has(Role.BOX) && !has(Role.DATABASE) && !has(Role.PATRONI)) {
      placeDatabase();
    }
    if (target.hasBalancer() && has(Role.BALANCER)) {
      target.edges().forEach(this::ensure);
      reload();
    }
    if (hadObjects && !target.hasObjects()) {
      replaceNodes(anew, true);
      steps.add(new MovePhotos(false));
    }
    replaceNodes(anew, false);
    if (!hadObjects && target.hasObjects()) {
      steps.add(new MovePhotos(true));
    }
    removeUnwanted();
  }

  /// Workers move photos. So where there is an object store they come after the last node that does
  /// not know of it has gone; and before photos go the other way, those go who move them this way.
  private void replaceNodes(boolean anew, boolean leavingObjects) {
    var staying = staying(anew, leavingObjects);
    if (leavingObjects) {
      stopNodes(List.of(Role.WORKER), staying);
    }
    var hasNodes = present.stream().anyMatch(member -> member.role().isNode());
    var workersLast = target.hasObjects() && hasNodes;
    var first = workersLast ? List.of(Role.WEB, Role.BOX) : NODES;
    startNodes(first, staying, leavingObjects);
    placeBalancer();
    stopNodes(workersLast ? first : NODES, staying);
    placeDatabase();
    if (workersLast) {
      startNodes(List.of(Role.WORKER), staying, leavingObjects);
      stopNodes(List.of(Role.WORKER), staying);
    }
  }

  /// The nodes that are as they should be, no more of a role than there should be.
  private List<Member> staying(boolean anew, boolean leavingObjects) {
    var staying = new ArrayList<Member>();
    for (var role : NODES) {
      var count = target.count(role);
      if (count > 0 && !anew) {
        var print = target.nodeFingerprint(role, leavingObjects);
        present.stream()
            .filter(member -> member.role() == role && member.fingerprint().equals(print))
            .limit(count)
            .forEach(staying::add);
      }
    }
    return staying;
  }

  /// Starts what is missing of some roles, and adds it to those who stay. Each web node is given
  /// people as soon as it serves, and not only when the last one does.
  private void startNodes(List<Role> roles, List<Member> staying, boolean leavingObjects) {
    for (var role : roles) {
      var have = staying.stream().filter(member -> member.role() == role).count();
      for (var number = have; number < target.count(role); number++) {
        var node = startNode(role, leavingObjects);
        if (role == Role.WEB && has(Role.BALANCER)) {
          steps.add(new Admit(node));
        }
        staying.add(node);
      }
    }
  }

  private void stopNodes(List<Role> roles, List<Member> staying) {
    for (var old : List.copyOf(present)) {
      if (roles.contains(old.role()) && !staying.contains(old)) {
        stopNode(old);
      }
    }
  }

  private Member startNode(Role role, boolean leavingObjects) {
    var node = target.node(role, nextNode++, leavingObjects);
    start(node);
    return node.member();
  }

  private void stopNode(Member node) {
    if (node.role() == Role.WEB && has(Role.BALANCER)) {
      steps.add(new Withdraw(node.name()));
    }
    stop(node);
  }

  private void placeBalancer() {
    if (target.hasBalancer() && !has(Role.BALANCER)) {
      start(target.balancer(present));
      target.edges().forEach(this::ensure);
    } else if (!target.hasBalancer()) {
      stopAll(member -> member.role() == Role.BALANCER);
    }
  }

  /// The database changes hands once nobody is left whose child it is.
  private void placeDatabase() {
    if (target.hasReplicas()) {
      placeReplicas();
      return;
    }
    stopCopies(List.of());
    stopAll(member -> member.role() == Role.PATRONI);
    if (target.hasDatabase()) {
      ensure(target.database());
    } else {
      stopAll(member -> member.role() == Role.DATABASE);
    }
  }

  private void placeReplicas() {
    if (!has(Role.PATRONI) && !has(Role.DATABASE) && !target.hadReplicas()) {
      start(target.database());
    }
    var servers = target.servers();
    var first = servers.getFirst();
    var old = present.stream().filter(member -> member.role() == Role.DATABASE).findFirst();
    if (old.isPresent()) {
      steps.add(new TakeOver(old.get(), first));
      present.remove(old.get());
      put(first.member());
    }
    servers.forEach(this::ensure);
    stopCopies(servers.stream().map(Rendering::name).toList());
  }

  /// Ends servers with what they have, but those that are named and the first.
  private void stopCopies(List<String> staying) {
    var copies =
        present.stream()
            .filter(member -> member.role() == Role.PATRONI && !isFirst(member))
            .filter(member -> !staying.contains(member.name()))
            .toList();
    if (!copies.isEmpty() && staying.isEmpty()) {
      leadFromTheFirst(); // again: another may have taken over meanwhile
    }
    copies.forEach(this::stop);
  }

  /// Nodes that know of one server must find the primary there, and no primary's data are deleted.
  private void leadFromTheFirst() {
    present.stream()
        .filter(member -> member.role() == Role.PATRONI && isFirst(member))
        .forEach(first -> steps.add(new Lead(first)));
  }

  private static boolean isFirst(Member member) {
    return member.name().equals(DatabaseMembers.FIRST);
  }

  private void reload() {
    var wanted = target.balancer(present);
    var same = wanted.member().fingerprint();
    if (present.stream().noneMatch(member -> member.fingerprint().equals(same))) {
      steps.add(new Reload(wanted));
      put(wanted.member());
    }
  }

  private void removeUnwanted() {
    var wanted = new ArrayList<String>();
    target.edges().forEach(member -> wanted.add(member.name()));
    target.services().forEach(member -> wanted.add(member.name()));
    for (var role : List.of(Role.EDGE, Role.SENTINEL, Role.REDIS, Role.ETCD, Role.OBJECTS)) {
      stopAll(member -> member.role() == role && !wanted.contains(member.name()));
    }
  }

  private void ensure(Rendering wanted) {
    var print = wanted.member().fingerprint();
    var isThere =
        present.stream()
            .anyMatch(one -> one.name().equals(wanted.name()) && one.fingerprint().equals(print));
    if (!isThere) {
      start(wanted);
    }
  }

  private void start(Rendering wanted) {
    steps.add(new Start(wanted));
    put(wanted.member());
  }

  private void put(Member member) {
    present.removeIf(one -> one.name().equals(member.name()));
    present.add(member);
  }

  private void stop(Member member) {
    var isCopy = member.role() == Role.PATRONI && !isFirst(member);
    steps.add(new Stop(member, isCopy || member.role() == Role.ETCD));
    present.remove(member);
  }

  private void stopAll(Predicate<Member> which) {
    present.stream().filter(which).toList().forEach(this::stop);
  }

  private boolean has(Role role) {
    return present.stream().anyMatch(member -> member.role() == role);
  }
}
