package pando.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.cluster.DatabaseTier;
import pando.cluster.Topology;

class PlannerTest {
  private static final List<String> LADDER =
      List.of(
          "01-one-box",
          "02-database",
          "03-load-balancer",
          "04-replicas",
          "05-cache",
          "06-cdn",
          "07-autoscale");

  @TempDir private Path folder;

  private List<Member> present = List.of();
  private int nextNode = 1;
  private Map<String, Integer> ports = Map.of();

  @BeforeEach
  void prepare() {
    new Layout(folder).prepare();
  }

  @Test
  void oneBoxIsOneProcess() {
    assertThat(go("01-one-box")).containsExactly("start box-1 on 127.0.0.1:8080");
  }

  @Test
  void theDatabaseBecomesAProcessOfItsOwnWhenNobodyHasItAnyMore() {
    go("01-one-box");
    assertThat(go("02-database"))
        .satisfiesExactly(
            step -> assertThat(step).startsWith("start box-2"),
            step -> assertThat(step).isEqualTo("let box-1 finish and end"),
            step -> assertThat(step).startsWith("start database"));
    assertThat(go("01-one-box"))
        .satisfiesExactly(
            step -> assertThat(step).startsWith("start box-3"),
            step -> assertThat(step).isEqualTo("let box-2 finish and end"),
            step -> assertThat(step).isEqualTo("let database finish and end"));
  }

  @Test
  void theBalancerComesWhenNodesAreBehindItAndBeforeTheOldOneGoes() {
    go("02-database");
    assertThat(words(go("03-load-balancer")))
        .containsExactly(
            "start web-2", "start web-3", "start worker-4", "start balancer", "let box-1");
    assertThat(words(go("02-database")))
        .containsExactly("start box-5", "let balancer", "let web-2", "let web-3", "let worker-4");
  }

  @Test
  void peopleAreLedToANewNodeBeforeTheyAreLedAwayFromAnOldOne() {
    go("03-load-balancer");
    assertThat(words(go("05-cache")))
        .containsSubsequence(
            "start redis-1",
            "start sentinel-3",
            "start web-4",
            "lead people",
            "start web-5",
            "lead people",
            "start worker-6",
            "lead nobody",
            "let web-1",
            "lead nobody",
            "let web-2",
            "let worker-3");
  }

  @Test
  void patroniTakesTheDatabaseOverWhenNodesKnowEveryServerThatThereWillBe() {
    go("03-load-balancer");
    assertThat(words(go("04-replicas")))
        .containsSubsequence(
            "start etcd-1",
            "start etcd-3",
            "start web-4",
            "let web-1",
            "have Patroni",
            "start database-2",
            "start database-3");
  }

  @Test
  void theFirstServerLeadsBeforeTheReplicasGoAndGoesOnWithoutThem() {
    go("04-replicas");
    assertThat(words(go("03-load-balancer")))
        .startsWith("have database-1")
        .containsSubsequence(
            "start web-4",
            "let database-2",
            "let database-3",
            "let database-1",
            "start database",
            "let etcd-1");
  }

  @Test
  void aReplicaComesAndGoesWithoutTheOthers() {
    go("04-replicas");
    var fewer = topology("04-replicas", "replicas: 2", "replicas: 1");
    var steps = plan(fewer).steps();
    assertThat(words(steps.stream().map(Step::say).toList()))
        .contains("let database-3")
        .doesNotContain("let database-1", "let database-2", "start database-1", "start database-2");
    present = after(present, steps);
    assertThat(words(go("04-replicas")))
        .contains("start database-3")
        .doesNotContain("start database-1", "start database-2");
  }

  @Test
  void noNodeIsStartedForAReplicaThatIsAdded() {
    go("04-replicas");
    var more = topology("04-replicas").with(new DatabaseTier(List.of(2, 3, 4)));
    assertThat(words(plan(more).steps().stream().map(Step::say).toList()))
        .containsExactly("start database-4");
  }

  @Test
  void noNodeIsStartedForAReplicaThatGoesAndNobodyElseHasToLeadForThat() {
    go("04-replicas");
    var fewer = topology("04-replicas").with(new DatabaseTier(List.of(3)));
    var steps = plan(fewer).steps();
    assertThat(words(steps.stream().map(Step::say).toList())).containsExactly("let database-2");
    present = after(present, steps);
    assertThat(plan(fewer).steps()).isEmpty();
  }

  @Test
  void whatAReplicaKeptGoesWithItAndWhatThePrimaryKeptNever() {
    go("04-replicas");
    assertThat(go("02-database"))
        .contains(
            "let database-2 finish and end, with what it kept", "let database-1 finish and end");
  }

  @Test
  void photosAreMovedOutBeforeTheObjectStoreEnds() {
    go("06-cdn");
    var steps = go("05-cache");
    assertThat(words(steps))
        .containsSubsequence("start web-4", "move the", "start web-7", "let edge-1", "let objects");
  }

  @Test
  void whoMovesPhotosComesAfterTheLastNodeThatDoesNotKnowOfTheObjectStore() {
    go("05-cache");
    assertThat(words(go("06-cdn")))
        .containsSubsequence(
            "start web-4", "start web-5", "let web-1", "let web-2", "start worker-6");
  }

  @Test
  void nobodyMovesPhotosInWhileTheyAreMovedOut() {
    go("06-cdn");
    assertThat(words(go("01-one-box")))
        .containsSubsequence(
            "let worker-3", "start box-4", "move the", "start box-5", "let objects");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void fromEachStageEveryOtherIsReachedAndThenThereIsNothingToDo(int from) {
    for (var to : LADDER) {
      present = List.of();
      go(LADDER.get(from));
      go(to);
      assertThat(go(to)).as(LADDER.get(from) + " to " + to).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void anApplyThatWasCutShortIsTakenUpWhereverThatWas(int from) {
    for (var to : LADDER) {
      present = List.of();
      go(LADDER.get(from));
      var begun = present;
      var whole = plan(to).steps();
      for (var done = 0; done < whole.size(); done++) {
        present = after(begun, whole.subList(0, done));
        go(to);
        assertThat(go(to)).as("%s to %s, cut after %d", LADDER.get(from), to, done).isEmpty();
        assertServes(to);
      }
    }
  }

  private void assertServes(String stage) {
    var tiers = topology(stage).region().tiers();
    assertThat(count(Role.WEB)).isEqualTo(tiers.web() == null ? 0 : tiers.web().min());
    assertThat(count(Role.BOX)).isEqualTo(tiers.box() == null ? 0 : 1);
    var replicas = tiers.database() == null ? 0 : tiers.database().replicas();
    assertThat(count(Role.DATABASE)).isEqualTo(tiers.database() != null && replicas == 0 ? 1 : 0);
    assertThat(count(Role.PATRONI)).isEqualTo(replicas == 0 ? 0 : 1 + replicas);
    assertThat(count(Role.ETCD)).isEqualTo(replicas == 0 ? 0 : 3);
    assertThat(count(Role.BALANCER)).isEqualTo(tiers.balancer() ? 1 : 0);
    assertThat(count(Role.OBJECTS)).isEqualTo(tiers.objects() ? 1 : 0);
  }

  private long count(Role role) {
    return present.stream().filter(member -> member.role() == role).count();
  }

  @Test
  void aRollingRestartReplacesEveryNodeAndNothingElse() {
    go("03-load-balancer");
    var plan = Planner.plan(blueprint(topology("03-load-balancer")), present, nextNode, true);
    assertThat(words(plan.steps().stream().map(Step::say).toList()))
        .contains("start web-4", "start web-5", "start worker-6", "let web-1", "let worker-3")
        .doesNotContain("let balancer", "let database", "start database");
  }

  @Test
  void everyStageSaysTheCommandOfEachStep() {
    for (var stage : LADDER) {
      for (var step : plan(stage).steps()) {
        assertThat(step.command()).isNotBlank();
      }
      go(stage);
    }
  }

  /// What is to be done for a stage, as if it were done then.
  private List<String> go(String stage) {
    var plan = plan(stage);
    present = after(present, plan.steps());
    return plan.steps().stream().map(Step::say).toList();
  }

  private Plan plan(String stage) {
    return plan(topology(stage));
  }

  private Plan plan(Topology topology) {
    var plan = Planner.plan(blueprint(topology), present, nextNode, false);
    nextNode = plan.nextNode();
    ports = plan.ports();
    return plan;
  }

  private Blueprint blueprint(Topology topology) {
    var java = new JavaProgram("java", List.of("-jar", folder.toString()), List.of());
    return new Blueprint(
        topology, new Layout(folder), new Ports(topology.region(), ports), java, Map.of());
  }

  private static Topology topology(String stage) {
    return Topology.read(Path.of("topologies", stage + ".yaml"));
  }

  private static Topology topology(String stage, String old, String fresh) {
    try {
      var text = Files.readString(Path.of("topologies", stage + ".yaml"));
      assertThat(text).contains(old);
      return Topology.parse(text.replace(old, fresh), stage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Member> after(List<Member> before, List<Step> steps) {
    var members = new ArrayList<>(before);
    for (var step : steps) {
      switch (step) {
        case Step.Start start -> put(members, start.rendering().member());
        case Step.Reload reload -> put(members, reload.balancer().member());
        case Step.TakeOver takeOver -> {
          members.removeIf(one -> one.name().equals(takeOver.old().name()));
          put(members, takeOver.server().member());
        }
        case Step.Stop stop -> members.removeIf(one -> one.name().equals(stop.member().name()));
        case Step.Admit _, Step.Withdraw _, Step.MovePhotos _, Step.Lead _ -> {}
      }
    }
    return members;
  }

  private static void put(List<Member> members, Member member) {
    members.removeIf(one -> one.name().equals(member.name()));
    members.add(member);
  }

  /// The first two words of each sentence.
  private static List<String> words(List<String> sentences) {
    return sentences.stream()
        .map(sentence -> sentence.split(" "))
        .map(words -> words[0] + " " + words[1])
        .toList();
  }
}
