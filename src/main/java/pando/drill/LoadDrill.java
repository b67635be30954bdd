package pando.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import pando.drill.Drills.Trial;
import pando.drill.Verdict.Row;
import pando.fleet.Status;

/// Many more people come at once, and go again: web nodes follow.
///
/// The nodes that serve share one processor, so that a node that comes finds another, as on a
/// machine of its own: on one that is as busy as they are it would start as slowly as they answer.
final class LoadDrill {
  /// How many ask without a pause. Each waits for its answer, so no more are ever on their way:
  /// what three nodes should be answering at once.
  private static final int CROWD = 18;

  /// How many nodes there are before, when whoever signed up is forgotten.
  private static final int USUAL = 2;

  private static final Duration CALM_LIMIT = Duration.ofMinutes(4);

  private static final Duration NODE_LIMIT = Duration.ofSeconds(5);
  private static final Duration STAY = Duration.ofSeconds(10);
  private static final Duration GONE_LIMIT = Duration.ofSeconds(100);

  /// Each look makes work for the supervisor, on the processors that the new node starts on.
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private LoadDrill() {}

  /// Changes of the number of nodes, at most: up to four of them, and down by one.
  private static final int MAX_CHANGES = 3;

  static void step(Trial trial) {
    var site = trial.site();
    watch(site, new ArrayList<>(List.of(names(site).size())), CALM_LIMIT, USUAL + 1);
    trial.tally().forgetLongest();
    site.members("web").forEach(node -> pin(node.pid()));
    var first = names(site);
    var counts = new ArrayList<>(List.of(first.size()));
    var over = new AtomicBoolean();
    var crowd = crowd(trial, over);
    try {
      var took =
          TrialSite.await(
              "a new web node serves",
              () -> {
                note(site, counts);
                return site.members("web").stream()
                    .anyMatch(one -> !first.contains(one.name()) && serves(one));
              });
      trial.rows().add(Row.within("a new web node answers after", took, NODE_LIMIT));
      watch(site, counts, STAY, counts.getFirst() - 1);
    } finally {
      over.set(true);
      crowd.forEach(LoadDrill::join);
    }
    var most = counts.stream().mapToInt(Integer::intValue).max().orElseThrow();
    var start = System.nanoTime();
    watch(site, counts, GONE_LIMIT, most);
    var gone = Duration.ofNanos(System.nanoTime() - start);
    trial.rows().add(Row.within("the load ends, a node goes after", gone, GONE_LIMIT));
    trial
        .rows()
        .add(
            Row.so(
                "numbers of web nodes " + counts,
                "",
                counts.size() - 1 <= MAX_CHANGES && counts.getLast() < most));
  }

  private static List<Thread> crowd(Trial trial, AtomicBoolean over) {
    var threads = new ArrayList<Thread>();
    for (var number = 0; number < CROWD; number++) {
      var person = trial.people().get(number % trial.people().size());
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try (var caller = new Caller(trial.site().url(), true, trial.tally())) {
                  while (!over.get()) {
                    var path = "/api/v1/timelines/public?limit=40";
                    caller.askForSuccess(Ask.read(path).by(person.token()));
                  }
                }
              }));
    }
    return threads;
  }

  /// Notes each change of the number of nodes until there are fewer than some.
  private static void watch(TrialSite site, List<Integer> counts, Duration limit, int fewer) {
    var end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end && counts.getLast() >= fewer) {
      note(site, counts);
      TrialSite.pause(LOOK_EVERY);
    }
  }

  private static void note(TrialSite site, List<Integer> counts) {
    var count = names(site).size();
    if (count != counts.getLast()) {
      counts.add(count);
    }
  }

  private static Set<String> names(TrialSite site) {
    var names = new TreeSet<String>();
    site.members("web").stream()
        .filter(one -> !one.health().equals("leaves"))
        .forEach(one -> names.add(one.name()));
    return names;
  }

  private static boolean serves(Status.Line node) {
    return node.health().equals("serves");
  }

  /// Keeps a process, and those that it has started, on the first processor.
  private static void pin(long pid) {
    var process = ProcessHandle.of(pid).orElseThrow();
    Stream.concat(Stream.of(process), process.descendants())
        .map(each -> Long.toString(each.pid()))
        .forEach(each -> TrialSite.run("taskset", "--all-tasks", "--cpu-list", "--pid", "0", each));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
