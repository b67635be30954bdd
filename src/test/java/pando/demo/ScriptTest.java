package pando.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import pando.demo.Script.Entry;
import pando.demo.Script.Person;
import pando.demo.Story.Step;
import pando.painting.Motif;
import pando.painting.Painter.Order;
import pando.posts.Draft;

class ScriptTest {
  private static final Instant BEGIN = Instant.parse("2026-10-01T06:00:00Z");

  private final Script script = Script.read();

  @Test
  void thereAreThirtyPeopleOneOfThemLocked() {
    assertThat(script.people()).hasSize(30);
    assertThat(script.people()).filteredOn(Person::locked).hasSize(1);
    assertThat(script.people()).extracting(Person::username).contains(Demo.GUEST);
    assertThat(script.people()).allMatch(person -> !person.note().isBlank());
  }

  @Test
  void thereAreTwoHundredPostsWithTwoHundredPhotosAndTheirReplies() {
    assertThat(script.posts()).filteredOn(post -> !post.answers()).hasSize(200);
    assertThat(script.photoCount()).isEqualTo(200).isEqualTo(Demo.PHOTOS);
    assertThat(script.posts()).filteredOn(Entry::answers).hasSizeGreaterThan(30);
  }

  @Test
  void postsAreOfEverySort() {
    var posts = script.posts();
    assertThat(posts).filteredOn(post -> post.language().equals("ko")).hasSizeGreaterThan(30);
    assertThat(posts)
        .filteredOn(post -> !post.answers() && post.photos().isEmpty())
        .hasSizeGreaterThan(15);
    assertThat(posts.stream().map(post -> post.photos().size()).collect(Collectors.toSet()))
        .containsExactly(0, 1, 2, 3, 4);
    assertThat(posts).filteredOn(post -> post.text().contains("#")).hasSizeGreaterThan(100);
    assertThat(posts).filteredOn(post -> post.text().contains("@")).hasSizeGreaterThan(10);
  }

  @Test
  void everyPhotoIsDescribedInItsOwnWordsAndEveryMotifIsShown() {
    var shots = script.posts().stream().flatMap(post -> post.photos().stream()).toList();
    assertThat(shots).extracting(Script.Shot::description).doesNotHaveDuplicates();
    assertThat(shots).extracting(shot -> shot.order().motif()).contains(Motif.values());
  }

  @Test
  void noTwoPhotosOfTheScriptAreOrderedAlike() {
    var orders = new HashSet<Order>();
    for (var post : script.posts()) {
      for (var shot : post.photos()) {
        assertThat(orders.add(shot.order())).as(shot.description()).isTrue();
      }
    }
  }

  /// A filling that was cut off knows by its text what is there.
  @Test
  void noTwoPostsHaveTheSameTextAndAllCanBePublished() {
    assertThat(script.posts()).extracting(Entry::text).doesNotHaveDuplicates();
    assertThat(script.posts()).allMatch(post -> Draft.of(post.text()).text().equals(post.text()));
  }

  @Test
  void everybodyWhoIsNamedIsThere() {
    var names = new HashSet<>(script.people().stream().map(Person::username).toList());
    assertThat(script.posts()).allMatch(post -> names.contains(post.author()));
    var mention = java.util.regex.Pattern.compile("@(\\w+)");
    assertThat(script.posts())
        .allMatch(post ->
            mention.matcher(post.text()).results().allMatch(name -> names.contains(name.group(1))));
  }

  @Test
  void theStoryIsTheSameEachTimeAndGoesOnlyForward() {
    var story = Story.of(script, BEGIN);

    assertThat(Story.of(script, BEGIN)).isEqualTo(story);
    assertThat(story).isSortedAccordingTo(Comparator.comparing(Step::at));
    assertThat(story.getLast().at()).isBefore(BEGIN.plus(Story.LENGTH));
    var published = new HashSet<Integer>();
    for (var step : story) {
      switch (step) {
        case Step.Publish(_, int number) -> {
          assertThat(!script.posts().get(number).answers() || published.contains(number - 1))
              .isTrue();
          published.add(number);
        }
        case Step.Favourite(_, _, int number) -> assertThat(published).contains(number);
        case Step.Bookmark(_, _, int number) -> assertThat(published).contains(number);
        case Step.Boost(_, _, int number) -> assertThat(published).contains(number);
        case Step.Follow(_, String who, String target) -> assertThat(who).isNotEqualTo(target);
        case Step.Admit _ -> {}
      }
    }
    assertThat(published).hasSize(script.posts().size());
  }

  @Test
  void postsAreSpreadOverWeeks() {
    var days =
        Story.of(script, BEGIN).stream()
            .filter(step -> step instanceof Step.Publish)
            .map(step -> Duration.between(BEGIN, step.at()).toDays())
            .distinct();
    assertThat(days).hasSizeGreaterThan(21);
  }
}
