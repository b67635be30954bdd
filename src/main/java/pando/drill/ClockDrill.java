package pando.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pando.drill.Drills.Trial;
import pando.drill.Verdict.Row;
import pando.fleet.Status;

/// The clock of one web node is ahead of all others: the one that Pando asks, not the kernel's,
/// which all nodes of a machine share.
final class ClockDrill {
  private static final Duration AHEAD = Duration.ofSeconds(5);
  private static final int POSTS = 20;

  /// Words for every Java that is started, read when it starts.
  private static final String FILE = "clock";

  private ClockDrill() {}

  /// Starts the site with clocks that can be put ahead.
  static void start(TrialSite site) {
    tellJava(site, "");
    site.start(Map.of("JDK_JAVA_OPTIONS", "@" + site.file(FILE)));
  }

  private static void tellJava(TrialSite site, String words) {
    try {
      Files.writeString(site.file(FILE), words);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set a clock", e);
    }
  }

  /// A web node is started anew with its clock ahead. One person posts through it and through
  /// another in turn, and edits through both.
  static void apart(Trial trial) {
    var site = trial.site();
    tellJava(site, "-Ddrill.clock.ahead=" + AHEAD);
    Kills.web(trial);
    tellJava(site, "");
    var nodes = site.members("web");
    try (var ahead = caller(nodes.getFirst());
        var right = caller(nodes.getLast())) {
      var ids = new ArrayList<Long>();
      var token = trial.people().getFirst().token();
      for (var number = 0; number < POSTS; number++) {
        var form = Map.of("status", "at what time? " + number);
        var ask = Ask.post("/api/v1/statuses", form).by(token);
        var answer = (number % 2 == 0 ? right : ahead).askForSuccess(ask);
        var post = Objects.requireNonNull(answer, "a post was not taken");
        ids.add(Long.parseLong(post.field("id")));
      }
      var path = "/api/v1/statuses/" + ids.getLast();
      var first = edit(ahead, path, "at what time? ahead", token);
      var apart = Duration.between(edit(right, path, "at what time? in time", token), first);
      var isAhead = apart.minus(AHEAD).abs().compareTo(Duration.ofSeconds(2)) < 0;
      trial.rows().add(Row.so("the clocks are apart by", apart.toMillis() + " ms", isAhead));
      var history = Objects.requireNonNull(right.askForSuccess(Ask.read(path + "/history")));
      var last = Objects.toString(history.objects().getLast().get("content"));
      var isLast = history.objects().size() == 3 && last.contains("in time");
      trial.rows().add(Row.so("the later of two edits is the later one", "", isLast));
      var inOrder = ids.equals(ids.stream().sorted().distinct().toList());
      trial.rows().add(Row.so("posts through both in turn have ids in order", "" + POSTS, inOrder));
      trial.rows().add(Row.so("a feed has them in order too", "", feed(right, token).equals(ids)));
    }
  }

  /// When a post was edited, by the clock of the node that did it: the database says when it was
  /// made.
  private static Instant edit(Caller caller, String path, String text, String token) {
    var answer = caller.askForSuccess(Ask.put(path, Map.of("status", text)).by(token));
    return Instant.parse(Objects.requireNonNull(answer, "no edit").field("edited_at"));
  }

  /// The newest posts of a person as the home feed has them, the oldest of them first.
  private static List<Long> feed(Caller caller, String token) {
    var home = Ask.read("/api/v1/timelines/home?limit=40").by(token);
    return Objects.requireNonNull(caller.askForSuccess(home)).objects().stream()
        .filter(post -> Objects.toString(post.get("content")).contains("at what time?"))
        .map(post -> Long.valueOf(Objects.toString(post.get("id"))))
        .toList()
        .reversed();
  }

  private static Caller caller(Status.Line node) {
    return new Caller(URI.create("http://" + node.address()), true, new Tally());
  }
}
