package pando.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import pando.bench.Scene;
import pando.drill.Drills.Trial;
import pando.drill.Tally.Excuse;
import pando.drill.Verdict.Row;

/// The disk of a site, with its database and its photos, gets full, and has room again.
final class DiskDrill {
  private static final int DISK_MEGABYTES = 500;
  private static final int BLOCK = 4 << 10;
  private static final Duration FULL = Duration.ofSeconds(6);
  private static final String POSTS = "/api/v1/statuses";
  private static final int MAX_TURNS = 100;

  /// Has the database begin another file of what it writes ahead.
  private static final String SWITCH =
      "select pg_logical_emit_message(true, 'drill', 'full'), pg_switch_wal()";

  private static final String COMPLAINT = "is full, so";

  private DiskDrill() {}

  /// Gives the site a small disk.
  static void mount(TrialSite site) {
    site.mountDisk(DISK_MEGABYTES);
  }

  /// Fills it, and makes room after some seconds.
  static void fill(Trial trial) {
    trial
        .tally()
        .expect(
            new Excuse(
                "posts and photos refused for now, with Retry-After",
                (ask, reason) -> writes(ask) && isRefusal(reason)));
    var person = trial.people().getFirst();
    var rows = trial.rows();
    var ballast = trial.site().layout().data().resolve("ballast");
    var upload = Ask.upload(PhotoDrills.UPLOADS, Scene.jpeg(640, 480, 0.8f)).by(person.token());
    var post = Ask.post(POSTS, Map.of("status", "is there room?")).by(person.token());
    try (var caller = new Caller(trial.site().url(), false, new Tally())) {
      rows.add(Row.some("bytes written until the disk was full", fill(ballast)));
      var start = System.nanoTime();
      var refused = caller.ask(upload);
      var words = refused == null ? "no answer" : Caller.reason(refused);
      rows.add(Row.so("an upload meanwhile: " + words, "", isRefusal(words)));
      var home = caller.askForSuccess(Ask.read("/api/v1/timelines/home").by(person.token()));
      rows.add(Row.so("a feed is read meanwhile", "", home != null));
      TrialSite.pause(FULL.minusNanos(System.nanoTime() - start));
      Files.delete(ballast);
      var took = TrialSite.await("uploads go on", () -> caller.askForSuccess(upload) != null);
      rows.add(Drills.took("there is room, an upload is taken after", took));
      took = TrialSite.await("posts go on", () -> caller.askForSuccess(post) != null);
      rows.add(Drills.took("and a post after", took));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make room", e);
    }
    trial.tally().expectNoMore();
    trial.site().awaitServing();
    var complaints =
        trial.site().members("web").stream()
            .flatMap(node -> trial.site().log(node.name()).lines())
            .filter(line -> line.contains(COMPLAINT))
            .toList();
    rows.add(Row.some("lines in the logs that say so", complaints.size()));
    complaints.stream().limit(1).forEach(line -> rows.add(Row.of("  " + line, 1)));
  }

  /// Fills it until the database cannot write ahead any longer, and makes room after some seconds.
  static void stopDatabase(Trial trial) {
    trial
        .tally()
        .expect(new Excuse("refused for now, with Retry-After", (_, why) -> isRefusalOfAll(why)));
    var person = trial.people().getFirst();
    var rows = trial.rows();
    var ballast = trial.site().layout().data().resolve("ballast");
    var post = Ask.post(POSTS, Map.of("status", "is there room?")).by(person.token());
    try (var caller = new Caller(trial.site().url(), false, new Tally())) {
      rows.add(Row.some("bytes written until the disk was full", fill(ballast)));
      var said = "";
      for (var turn = 0; turn < MAX_TURNS && !said.contains("server closed"); turn++) {
        said = psql(trial.site(), SWITCH);
      }
      rows.add(Row.so("the database stops: " + said, "", said.contains("server closed")));
      var refused = caller.ask(post);
      var words = refused == null ? "no answer" : Caller.reason(refused);
      rows.add(Row.so("a post meanwhile: " + words, "", isRefusalOfAll(words)));
      TrialSite.pause(FULL);
      Files.delete(ballast);
      var took = TrialSite.await("posts go on", () -> caller.askForSuccess(post) != null);
      rows.add(Drills.took("there is room, a post is taken after", took));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make room", e);
    }
    trial.site().awaitServing();
    trial.tally().expectNoMore();
    var isSaid = trial.site().log("supervisor").contains("database (process ");
    rows.add(Row.so("the log says that the database has died", isSaid ? "yes" : "no", isSaid));
  }

  private static boolean isRefusalOfAll(String reason) {
    return reason.startsWith("503 (again after");
  }

  /// What the database answers to a statement of the operator.
  private static String psql(TrialSite site, String statement) throws IOException {
    var database = site.members("database").getFirst().address();
    var port = database.substring(database.lastIndexOf(':') + 1);
    var command = List.of("psql", "-h", "127.0.0.1", "-p", port, "-U", "pando", "-c", statement);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    var secret = site.layout().postgres().resolve("password");
    builder.environment().put("PGPASSWORD", Files.readString(secret).strip());
    builder.environment().put("PGDATABASE", "pando");
    var process = builder.start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }

  private static boolean writes(Ask ask) {
    return ask.path().equals(PhotoDrills.UPLOADS) || ask.path().equals(POSTS);
  }

  private static boolean isRefusal(String reason) {
    return reason.startsWith("503 (again after") && reason.contains("full");
  }

  private static long fill(Path ballast) throws IOException {
    try (var file =
        FileChannel.open(ballast, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      try {
        while (true) {
          file.write(ByteBuffer.allocate(BLOCK));
        }
      } catch (IOException _) {
        return file.position(); // there is no room left
      }
    }
  }
}
