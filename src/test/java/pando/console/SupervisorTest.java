package pando.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class SupervisorTest {
  @Test
  void aSiteOfOneProcessIsStartedWatchedAndEnded() {
    try (var ana = new Operator()) {
      var applied = ana.apply("01-one-box");
      assertThat(applied.text())
          .contains("1/1  start box-1")
          .contains("The site is 'one box'")
          .contains("Sign in as admin with the password");
      assertThat(ana.answers()).isTrue();
      assertThat(ana.line("box-1").health()).isEqualTo("serves");

      whatIsDoneAlreadyIsLeftAlone(ana);
      aNodeThatIsKilledIsStartedAgain(ana);
      aSupervisorThatIsKilledIsReplacedByTheNextCommandAndAdoptsWhatRuns(ana);
      nobodyElseMayHaveTheFolder(ana);
      aNewBuildTakesOverFromTheOneThatRuns(ana);

      assertThat(ana.run("down").text()).contains("everything has ended");
      ana.await(() -> ana.processes().isEmpty());
    }
  }

  @Test
  void aSiteThatRunsAlreadyIsTakenOverWhereItIs() throws Exception {
    try (var ana = new Operator()) {
      var up = ana.up();
      var applied = ana.apply("02-database");
      assertThat(applied.text()).contains("let up finish and end", "The site is 'database'");
      assertThat(up.waitFor()).isEqualTo(143); // it ended by SIGTERM
      assertThat(ana.answers()).isTrue();
      assertThat(ana.status()).containsOnlyKeys("box-1", "database");
    }
  }

  private static void whatIsDoneAlreadyIsLeftAlone(Operator ana) {
    var pid = ana.pid("box-1");
    assertThat(ana.apply("01-one-box").text()).doesNotContain("start box");
    assertThat(ana.pid("box-1")).isEqualTo(pid);
  }

  private static void aNodeThatIsKilledIsStartedAgain(Operator ana) {
    var pid = ana.pid("box-1");
    ana.kill(pid);
    ana.await(() -> ana.pid("box-1") != pid && ana.answers());
    assertThat(ana.line("box-1").restarts()).isOne();
  }

  private static void aSupervisorThatIsKilledIsReplacedByTheNextCommandAndAdoptsWhatRuns(
      Operator ana) {
    var pid = ana.pid("box-1");
    ana.kill(ana.supervisor());
    assertThat(ana.answers()).isTrue();
    assertThat(ana.apply("01-one-box").code()).isZero();
    assertThat(ana.pid("box-1")).isEqualTo(pid);
  }

  private static void aNewBuildTakesOverFromTheOneThatRuns(Operator ana) {
    var supervisor = ana.supervisor();
    var box = ana.pid("box-1");
    ana.rebuild();
    var applied = ana.apply("01-one-box");
    assertThat(applied.text()).contains("start box-2");
    assertThat(ana.supervisor()).isNotEqualTo(supervisor);
    ana.await(() -> ProcessHandle.of(supervisor).isEmpty() && ProcessHandle.of(box).isEmpty());
    assertThat(ana.answers()).isTrue();
  }

  private static void nobodyElseMayHaveTheFolder(Operator ana) {
    var up = ana.run("up", "--port", "0");
    assertThat(up.code()).isOne();
    assertThat(up.text()).contains("a supervisor runs the site in");
  }
}
