package pando.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import pando.demo.Script.Person;

/// What happens in the demo, and when: the posts of the [Script] in its order, and around them who
/// follows whom and who likes what, drawn by lot and always the same.
final class Story {
  /// From the first account to the present.
  static final Duration LENGTH = Duration.ofDays(26);

  /// How many people the host of the site follows.
  static final int FOLLOWED_BY_HOST = 14;

  private static final Duration FIRST_POST = Duration.ofDays(1);
  private static final Duration LAST_POST = LENGTH.minus(Duration.ofMinutes(50));
  private static final Duration END = LENGTH.minus(Duration.ofMinutes(1));
  private static final int MAX_FOLLOWED = 17;
  private static final int MIN_FOLLOWED = 7;

  /// How likely a follower does what.
  private static final double FAVOURITE = 0.3;

  private static final double BOOST = 0.02;
  private static final double BOOKMARK = 0.03;

  /// What somebody does at a time. Posts are named by their place in the script.
  sealed interface Step {
    Instant at();

    record Publish(Instant at, int number) implements Step {}

    record Follow(Instant at, String who, String target) implements Step {}

    /// A request to follow is granted.
    record Admit(Instant at, String who, String asker) implements Step {}

    record Favourite(Instant at, String who, int number) implements Step {}

    record Bookmark(Instant at, String who, int number) implements Step {}

    record Boost(Instant at, String who, int number) implements Step {}
  }

  private final Script script;
  private final Instant begin;
  private final Random random = new Random(25);
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Set<String>> followers = new HashMap<>();

  private Story(Script script, Instant begin) {
    this.script = script;
    this.begin = begin;
  }

  /// All steps in the order of their time.
  static List<Step> of(Script script, Instant begin) {
    var story = new Story(script, begin);
    script.people().forEach(story::follow);
    story.publish();
    story.steps.sort(Comparator.comparing(Step::at));
    return List.copyOf(story.steps);
  }

  /// Everybody but the guest and who is locked, those first who post most.
  static List<String> authors(Script script) {
    var counts =
        script.posts().stream()
            .collect(
                Collectors.groupingBy(
                    Script.Entry::author, LinkedHashMap::new, Collectors.counting()));
    return script.people().stream()
        .filter(person -> !person.locked() && !person.username().equals(Demo.GUEST))
        .map(Person::username)
        .sorted(Comparator.comparingLong(name -> -counts.getOrDefault(name, 0L)))
        .toList();
  }

  private void follow(Person person) {
    var others = new ArrayList<>(script.people());
    others.remove(person);
    Collections.shuffle(others, random);
    var many =
        person.username().equals(Demo.GUEST)
            ? others.size() - 6
            : MIN_FOLLOWED + random.nextInt(MAX_FOLLOWED - MIN_FOLLOWED);
    for (var other : others.subList(0, many)) {
      var at = begin.plus(Duration.ofHours(6)).plusSeconds(random.nextInt(50_000));
      steps.add(new Step.Follow(at, person.username(), other.username()));
      if (!other.locked() || person.username().equals(Demo.GUEST) || random.nextInt(4) > 0) {
        followers.computeIfAbsent(other.username(), _ -> new TreeSet<>()).add(person.username());
        if (other.locked()) {
          steps.add(new Step.Admit(at.plusSeconds(1800), other.username(), person.username()));
        }
      }
    }
  }

  private void publish() {
    var posts = script.posts();
    var threads = posts.stream().filter(post -> !post.answers()).count();
    var span = LAST_POST.minus(FIRST_POST).toMillis();
    var thread = 0;
    var at = begin;
    for (var number = 0; number < posts.size(); number++) {
      if (posts.get(number).answers()) {
        at = at.plus(Duration.ofSeconds(240 + random.nextInt(1500)));
      } else {
        var jitter = random.nextInt(40) - 20;
        at =
            begin
                .plus(FIRST_POST)
                .plusMillis((long) (span * (double) thread / (threads - 1)))
                .plus(Duration.ofMinutes(thread == threads - 1 ? 0 : jitter));
        thread++;
      }
      steps.add(new Step.Publish(early(at), number));
      react(number, at);
    }
  }

  private void react(int number, Instant at) {
    var entry = script.posts().get(number);
    var charm = (0.5 + random.nextDouble()) * (entry.photos().isEmpty() ? 0.6 : 1);
    for (var reader : followers.getOrDefault(entry.author(), Set.of())) {
      if (random.nextDouble() < FAVOURITE * charm) {
        steps.add(new Step.Favourite(later(at), reader, number));
      }
      if (!entry.answers() && random.nextDouble() < BOOST * charm) {
        steps.add(new Step.Boost(later(at), reader, number));
      }
      var keen = reader.equals(Demo.GUEST) ? 3 : 1;
      if (!entry.answers() && random.nextDouble() < keen * BOOKMARK * charm) {
        steps.add(new Step.Bookmark(later(at), reader, number));
      }
    }
  }

  private Instant later(Instant at) {
    return early(at.plusSeconds(120 + (long) (20_000 * Math.pow(random.nextDouble(), 3))));
  }

  /// A moment of the story, the last one at most.
  private Instant early(Instant at) {
    var end = begin.plus(END);
    return at.isAfter(end) ? end : at;
  }
}
