package pando.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pando.blueprint.CacheMembers;
import pando.drill.Drills.Trial;
import pando.drill.Verdict.Row;
import pando.fleet.Status;

/// What is done to the shared cache. It may make a site slower, and never wrong.
final class CacheDrills {
  /// Writes garbage of another type than the one that was there, too.
  private static final String POISON =
      """
      local poisoned = 0
      for _, key in ipairs(redis.call('KEYS', '*')) do
        redis.call('SET', key, 'garbage', 'KEEPTTL')
        poisoned = poisoned + 1
      end
      return poisoned
      """;

  private static final String COMPLAINT = "was of another version, or garbage";
  private static final int READERS = 5;

  private CacheDrills() {}

  /// Kills the server that takes writes; a Sentinel makes the other the master.
  static void killMaster(Trial trial) {
    compare(
        trial,
        () -> {
          var master = master(trial.site());
          TrialSite.kill(master.pid());
          TrialSite.await(
              "another Redis is the master",
              () ->
                  trial.site().members("redis").stream()
                      .anyMatch(one -> !one.name().equals(master.name()) && isMaster(trial, one)));
          var took = trial.site().awaitAgain(List.of(master));
          trial.rows().add(Drills.took(master.name() + " killed, another is master after", took));
          trial.rows().add(Kills.told(trial, master.name(), master.pid()));
        });
  }

  /// Kills every Redis and every Sentinel at once.
  static void killAll(Trial trial) {
    compare(
        trial,
        () -> {
          var killed = new ArrayList<>(trial.site().members("sentinel"));
          killed.addAll(trial.site().members("redis"));
          killed.forEach(one -> TrialSite.kill(one.pid()));
          trial.rows().add(Row.some("processes killed at once", killed.size()));
          trial.rows().add(Drills.took("all serve after", trial.site().awaitAgain(killed)));
          killed.forEach(one -> trial.rows().add(Kills.told(trial, one.name(), one.pid())));
        });
  }

  /// Deletes everything that is kept in Redis.
  static void flush(Trial trial) {
    compare(
        trial,
        () -> {
          var master = master(trial.site());
          var before = Long.parseLong(redis(trial.site(), master, "DBSIZE"));
          trial.rows().add(Row.some("keys deleted", before));
          var said = redis(trial.site(), master, "FLUSHALL");
          trial.rows().add(Row.so("FLUSHALL", said, said.equals("OK")));
        });
  }

  /// Writes garbage into every key.
  static void poison(Trial trial) {
    compare(
        trial,
        () -> {
          var master = master(trial.site());
          var poisoned = Long.parseLong(redis(trial.site(), master, "EVAL", POISON, "0"));
          trial.rows().add(Row.some("keys poisoned", poisoned));
        });
    var nodes = new ArrayList<>(trial.site().members("web"));
    nodes.addAll(trial.site().members("worker"));
    var complaints =
        nodes.stream()
            .flatMap(node -> trial.site().log(node.name()).lines())
            .filter(line -> line.contains(COMPLAINT))
            .count();
    trial.rows().add(Row.some("lines in the logs that say so", complaints));
  }

  /// What readers see of the past must be the same before, just after, and a while after.
  private static void compare(Trial trial, Runnable breakage) {
    var readers = trial.people().stream().limit(READERS).toList();
    try (var caller = new Caller(trial.site().url(), true, trial.tally())) {
      var paths = readers.stream().map(reader -> paths(reader, caller)).toList();
      var before = see(readers, paths, caller);
      breakage.run();
      var after = see(readers, paths, caller);
      var seen = before.stream().filter(page -> !page.isEmpty()).count();
      trial.rows().add(Row.some("pages compared before and after", seen));
      var others = 0;
      for (var index = 0; index < before.size(); index++) {
        others += before.get(index).equals(after.get(index)) ? 0 : 1;
      }
      trial.rows().add(Row.none("  that are not the same", others));
    }
  }

  /// Pages that nobody adds to: all that is older than the latest post of now.
  private static List<String> paths(Person reader, Caller caller) {
    var latest = ask("/api/v1/timelines/public?limit=1", reader, caller);
    var below = "limit=20&max_id=" + latest.objects().getFirst().get("id");
    return List.of(
        "/api/v1/timelines/home?" + below,
        "/api/v1/timelines/public?" + below,
        "/api/v1/accounts/%s/statuses?%s".formatted(reader.id(), below));
  }

  private static List<List<String>> see(
      List<Person> readers, List<List<String>> paths, Caller caller) {
    var pages = new ArrayList<List<String>>();
    for (var index = 0; index < readers.size(); index++) {
      for (var path : paths.get(index)) {
        var posts = ask(path, readers.get(index), caller).objects();
        pages.add(posts.stream().map(CacheDrills::look).toList());
      }
    }
    return pages;
  }

  private static String look(Map<?, ?> post) {
    return post.get("id") + " " + post.get("content") + " " + post.get("media_attachments");
  }

  private static Answer ask(String path, Person reader, Caller caller) {
    return Objects.requireNonNull(
        caller.askForSuccess(Ask.read(path).by(reader.token())), () -> path + " failed");
  }

  private static Status.Line master(TrialSite site) {
    return site.members("redis").stream()
        .filter(one -> redis(site, one, "ROLE").startsWith("master"))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isMaster(Trial trial, Status.Line one) {
    return redis(trial.site(), one, "ROLE").startsWith("master");
  }

  /// What Redis answers to a command of the operator.
  private static String redis(TrialSite site, Status.Line server, String... words) {
    try {
      var port = server.address().substring(server.address().lastIndexOf(':') + 1);
      var command = new ArrayList<>(List.of("redis-cli", "-p", port));
      command.addAll(List.of(words));
      var secret = site.layout().secrets().resolve(CacheMembers.SECRET);
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("REDISCLI_AUTH", Files.readString(secret).strip());
      var process = builder.start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run redis-cli", e);
    }
  }
}
