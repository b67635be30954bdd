package pando.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import pando.drill.Drills.Breakage;
import pando.drill.Drills.Trial;
import pando.drill.Tally.Excuse;
import pando.drill.Verdict.Row;

/// Processes that are killed as by a power cut.
final class Kills {
  private static final Duration WITHOUT_SUPERVISOR = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /// How long nobody may be answered when the only balancer is killed.
  private static final Duration BALANCER_AWAY = Duration.ofSeconds(2);

  /// What a client sees of a balancer that is not there; a wait without an answer is none of these.
  private static final String CUT_OFF =
      "(?s)(Unanswered|ConnectException|EOFException|SocketException): .*";

  private Kills() {}

  /// Kills the first process of a role, and waits until everything serves again.
  static Breakage first(String role) {
    return trial -> {
      var victim = trial.site().members(role).getFirst();
      TrialSite.kill(victim.pid());
      var took = trial.site().awaitAgain(List.of(victim));
      trial.rows().add(Drills.took(victim.name() + " killed, all serve after", took));
      trial.rows().add(told(trial, victim.name(), victim.pid()));
    };
  }

  /// A web node dies. Photos that are on their way to it have no key, so nobody sends them again.
  static void web(Trial trial) {
    trial
        .tally()
        .expect(
            new Excuse(
                "uploads cut off, which have no key",
                (ask, reason) ->
                    ask.path().equals(PhotoDrills.UPLOADS)
                        && reason.matches("(?s)(502 |Unanswered:).*")));
    first("web").happen(trial);
    trial.tally().expectNoMore();
  }

  /// What the operator reads of a death.
  static Row told(Trial trial, String name, long pid) {
    var words = "%s (process %d) has died and is started again".formatted(name, pid);
    var isSaid = trial.site().log("supervisor").contains(words);
    return Row.so("the log says that it has died", isSaid ? "yes" : "no", isSaid);
  }

  /// The supervisor dies, and a new one knows what runs.
  static void supervisor(Trial trial) {
    var site = trial.site();
    TrialSite.kill(site.supervisor());
    trial.rows().add(Row.none("answers of a dead supervisor", site.members().size()));
    TrialSite.pause(WITHOUT_SUPERVISOR);
    site.ask("ping", Map.of());
    trial.rows().add(Drills.took("a new supervisor knows all after", site.awaitServing()));
  }

  /// The only balancer dies: connections are refused until it is there again.
  static void balancer(Trial trial) {
    trial.tally().expect(new Excuse("refused or cut off", (_, reason) -> reason.matches(CUT_OFF)));
    var victim = trial.site().members("balancer").getFirst();
    var start = System.nanoTime();
    TrialSite.kill(victim.pid());
    try (var caller = new Caller(trial.site().url(), false, new Tally())) {
      TrialSite.pause(LOOK_EVERY); // its death takes a moment
      TrialSite.await("the site answers", () -> caller.askForSuccess(Ask.read("/health")) != null);
    }
    var away = Duration.ofNanos(System.nanoTime() - start);
    trial.tally().expectNoMore();
    trial.rows().add(Row.within("nobody was answered for", away, BALANCER_AWAY));
    trial.site().awaitAgain(List.of(victim));
    trial.rows().add(told(trial, victim.name(), victim.pid()));
  }
}
