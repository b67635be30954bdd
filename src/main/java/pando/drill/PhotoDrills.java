package pando.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import pando.bench.Scene;
import pando.drill.Drills.Trial;
import pando.drill.Tally.Excuse;
import pando.drill.Verdict.Row;

/// What is done to where photos are kept.
final class PhotoDrills {
  private static final Duration AWAY = Duration.ofSeconds(6);
  static final String UPLOADS = "/api/v2/media";
  private static final String IN_WORDS = "photo";

  private PhotoDrills() {}

  /// The object store is killed, and its successor hangs for some seconds.
  static void objects(Trial trial) {
    trial
        .tally()
        .expect(
            new Excuse(
                "photos refused for now, with Retry-After",
                (ask, reason) ->
                    isOfPhotos(ask)
                        && reason.startsWith("503 (again after")
                        && reason.contains(IN_WORDS)));
    var victim = trial.site().members("objects").getFirst();
    TrialSite.kill(victim.pid());
    TrialSite.await("the object store is started again", () -> pid(trial.site()) != victim.pid());
    signal("STOP", pid(trial.site()));
    try (var caller = new Caller(trial.site().url(), false, new Tally())) {
      var photo = Scene.jpeg(640, 480, 0.8f);
      var person = trial.people().getFirst();
      var start = System.nanoTime();
      var upload = Ask.upload(UPLOADS, photo).by(person.token());
      var refused = caller.ask(upload);
      var words = refused == null ? "no answer" : Caller.reason(refused);
      trial
          .rows()
          .add(
              Row.so(
                  "an upload meanwhile: " + words,
                  "",
                  words.startsWith("503 (again after") && words.contains(IN_WORDS)));
      var post = Ask.post("/api/v1/statuses", Map.of("status", "words without a photo"));
      var posted = caller.askForSuccess(post.by(person.token()));
      trial.rows().add(Row.so("a post of words meanwhile", "", posted != null));
      TrialSite.pause(AWAY.minusNanos(System.nanoTime() - start));
      signal("CONT", pid(trial.site()));
      var took = TrialSite.await("uploads go on", () -> caller.askForSuccess(upload) != null);
      trial.tally().expectNoMore();
      trial.rows().add(Drills.took("it is back, an upload is taken after", took));
    }
    trial.rows().add(Kills.told(trial, victim.name(), victim.pid()));
    trial.site().awaitServing();
  }

  private static boolean isOfPhotos(Ask ask) {
    return ask.path().equals(UPLOADS) || ask.path().startsWith("/media/");
  }

  private static long pid(TrialSite site) {
    return site.members("objects").getFirst().pid();
  }

  /// Kills every edge: photos come from the site.
  static void edges(Trial trial) {
    var edges = trial.site().members("edge");
    edges.forEach(edge -> TrialSite.kill(edge.pid()));
    trial.rows().add(Row.some("edges killed at once", edges.size()));
    trial.rows().add(Drills.took("all serve after", trial.site().awaitAgain(edges)));
    edges.forEach(edge -> trial.rows().add(Kills.told(trial, edge.name(), edge.pid())));
  }

  private static void signal(String name, long pid) {
    try {
      new ProcessBuilder("kill", "-s", name, Long.toString(pid)).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send a signal", e);
    }
  }
}
