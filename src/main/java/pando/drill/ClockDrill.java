package pando.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pando.base.Refusal;
import pando.drill.Drills.Trial;
import pando.drill.Verdict.Row;
import pando.fleet.Status;

/// The clock of one web node is ahead of all others, by libfaketime: a process reads what it is
/// told when it starts, and never again.
final class ClockDrill {
  private static final Duration AHEAD = Duration.ofSeconds(5);
  private static final int POSTS = 20;
  private static final String FILE = "clock";
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

  private ClockDrill() {}

  /// Starts the site with clocks that can be put forward.
  static void start(TrialSite site) {
    var library = LIBRARIES.stream().filter(Files::exists).findFirst();
    if (library.isEmpty()) {
      throw new Refusal.Invalid(
          "this drill needs libfaketime; apt-get install --no-install-recommends faketime");
    }
    set(site, Duration.ZERO);
    site.start(
        Map.of(
            "LD_PRELOAD", library.get().toString(),
            "FAKETIME_TIMESTAMP_FILE", site.file(FILE).toString(),
            "FAKETIME_CACHE_DURATION", "1000000",
            "FAKETIME_DONT_FAKE_MONOTONIC", "1",
            "DONT_FAKE_MONOTONIC", "1"));
  }

  private static void set(TrialSite site, Duration ahead) {
    try {
      Files.writeString(site.file(FILE), "+%d\n".formatted(ahead.toSeconds()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set a clock", e);
    }
  }

  /// A web node is started anew with its clock ahead. One person posts through it and through
  /// another in turn.
  static void apart(Trial trial) {
    var site = trial.site();
    set(site, AHEAD);
    Kills.web(trial);
    set(site, Duration.ZERO);
    var nodes = site.members("web");
    try (var ahead = caller(nodes.getFirst());
        var right = caller(nodes.getLast())) {
      var apart = Duration.between(now(right), now(ahead));
      var isAhead = apart.minus(AHEAD).abs().compareTo(Duration.ofSeconds(2)) < 0;
      trial.rows().add(Row.so("the clocks are apart by", apart.toMillis() + " ms", isAhead));
      var ids = new ArrayList<Long>();
      var token = trial.people().getFirst().token();
      for (var post = 0; post < POSTS; post++) {
        var form = Map.of("status", "at what time? " + post);
        var ask = Ask.post("/api/v1/statuses", form).by(token);
        var answer = (post % 2 == 0 ? ahead : right).askForSuccess(ask);
        ids.add(Long.parseLong(Objects.requireNonNull(answer).field("id")));
      }
      var inOrder = ids.equals(ids.stream().sorted().distinct().toList());
      trial.rows().add(Row.so("posts through both in turn have ids in order", "" + POSTS, inOrder));
    }
  }

  private static Caller caller(Status.Line node) {
    return new Caller(URI.create("http://" + node.address()), true, new Tally());
  }

  /// What a node takes the time to be.
  private static ZonedDateTime now(Caller caller) {
    var answer = Objects.requireNonNull(caller.ask(Ask.read("/health")));
    var date = Objects.requireNonNull(answer.headers().get("date"), "no date");
    return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
  }
}
