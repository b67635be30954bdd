package pando.posts;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.posts.PostLists.Filter;
import pando.posts.PostLists.Tagged;

class PostListsTest {
  private static final TestPosts ROOM = new TestPosts();
  private static final PostLists LISTS = ROOM.lists;
  private static final AccountId ANA = ROOM.join("ana");
  private static final AccountId BEN = ROOM.join("ben");
  private static final PageRequest FIRST = PageRequest.first(20);

  @AfterAll
  static void close() {
    ROOM.close();
  }

  private static Page.Bounds bounds(Page<Post> page) {
    return Objects.requireNonNull(page.bounds());
  }

  private static Tagged tagged(String tag) {
    return new Tagged(tag, List.of(), List.of(), List.of(), false);
  }

  @Test
  void theListOfAnAuthorCanBeFiltered() {
    var dora = ROOM.join("dora");
    var question = ROOM.post(BEN, "question");
    var plain = ROOM.post(dora, "plain #oak");
    var photo = ROOM.post(dora, "photo", ROOM.photo(dora));
    var answer = ROOM.reply(dora, question, "answer");
    var more = ROOM.reply(dora, plain, "more");
    var boost = ROOM.reactions.boost(dora, question.id(), Audience.EVERYONE);

    assertThat(LISTS.ofAuthor(dora, BEN, Filter.ALL, FIRST).items())
        .containsExactly(boost, more, answer, photo, plain);
    assertThat(
            LISTS.ofAuthor(dora, BEN, new Filter(true, false, false, null, false), FIRST).items())
        .containsExactly(photo);
    assertThat(
            LISTS.ofAuthor(dora, BEN, new Filter(false, true, false, null, false), FIRST).items())
        .containsExactly(boost, more, photo, plain);
    assertThat(
            LISTS.ofAuthor(dora, BEN, new Filter(false, false, true, null, false), FIRST).items())
        .containsExactly(more, answer, photo, plain);
    assertThat(
            LISTS.ofAuthor(dora, BEN, new Filter(false, false, false, "oak", false), FIRST).items())
        .containsExactly(plain);
  }

  @Test
  void pagesFollowEachOtherInBothDirections() {
    var posts = new ArrayList<Post>();
    for (var i = 0; i < 12; i++) { // on both shards, which may use the same millisecond
      posts.add(ROOM.post(i % 2 == 0 ? ANA : BEN, "#pages " + i));
    }
    posts.sort(comparingLong((Post post) -> post.id().value()));
    var newestFirst = posts.reversed();

    var first = LISTS.everyone(false, PageRequest.first(5));
    assertThat(first.items()).isEqualTo(newestFirst.subList(0, 5));
    assertThat(bounds(first).full()).isTrue();
    var second = LISTS.everyone(false, new PageRequest(bounds(first).oldest(), null, null, 5));
    assertThat(second.items()).isEqualTo(newestFirst.subList(5, 10));
    var up = LISTS.everyone(false, new PageRequest(null, null, bounds(second).newest(), 3));
    assertThat(up.items()).isEqualTo(newestFirst.subList(2, 5));
    var since = LISTS.everyone(false, new PageRequest(null, bounds(second).newest(), null, 3));
    assertThat(since.items()).isEqualTo(newestFirst.subList(0, 3));
    var last =
        LISTS.tagged(tagged("pages"), new PageRequest(bounds(second).oldest(), null, null, 5));
    assertThat(last.items()).isEqualTo(newestFirst.subList(10, 12));
    assertThat(bounds(last).full()).isFalse();
  }

  @Test
  void theListOfEveryoneHasNoBoostsAndNoAnswersToOthers() {
    var post = ROOM.post(ANA, "post", ROOM.photo(ANA));
    var own = ROOM.reply(ANA, post, "and more");
    ROOM.reply(BEN, post, "nice");
    ROOM.reactions.boost(BEN, post.id(), Audience.EVERYONE);

    assertThat(LISTS.everyone(false, PageRequest.first(2)).items()).containsExactly(own, post);
    assertThat(LISTS.everyone(true, PageRequest.first(1)).items()).containsExactly(post);
  }

  @Test
  void postsOfATagAreFoundWithWhatElseTheyMustHave() {
    var photo = ROOM.post(ANA, "#birch #bark", ROOM.photo(ANA));
    var leaf = ROOM.post(BEN, "#Birch #leaf");
    var both = ROOM.post(BEN, "#birch #bark #leaf");
    var fir = ROOM.post(ANA, "#fir");

    assertThat(LISTS.tagged(tagged("birch"), FIRST).items()).containsExactly(both, leaf, photo);
    assertThat(
            LISTS
                .tagged(new Tagged("birch", List.of("fir"), List.of(), List.of(), false), FIRST)
                .items())
        .containsExactly(fir, both, leaf, photo);
    assertThat(
            LISTS
                .tagged(
                    new Tagged("birch", List.of(), List.of("bark"), List.of("leaf"), false), FIRST)
                .items())
        .containsExactly(photo);
    assertThat(
            LISTS.tagged(new Tagged("birch", List.of(), List.of(), List.of(), true), FIRST).items())
        .containsExactly(photo);
  }

  @Test
  void filteringATagDoesNotEndItsPages() {
    var wanted = new ArrayList<Post>();
    for (var i = 0; i < 24; i++) {
      var post = ROOM.post(ANA, i % 4 == 0 ? "#elm #rare" : "#elm");
      if (i % 4 == 0) {
        wanted.addFirst(post);
      }
    }
    var filter = new Tagged("elm", List.of(), List.of("rare"), List.of(), false);
    var found = new ArrayList<Post>();
    var page = LISTS.tagged(filter, PageRequest.first(2));
    while (page.bounds() != null) {
      assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
      found.addAll(page.items());
      page = LISTS.tagged(filter, new PageRequest(bounds(page).oldest(), null, null, 2));
    }

    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void editingAndDeletingKeepTheListsOfTags() {
    var post = ROOM.post(ANA, "#larch #pine");
    var other = ROOM.post(BEN, "#larch");
    ROOM.posts.edit(ANA, post.id(), Draft.of("#Pine #yew"));
    ROOM.posts.delete(BEN, other.id());
    ROOM.deliverTwice();

    assertThat(LISTS.tagged(tagged("larch"), FIRST).items()).isEmpty();
    assertThat(LISTS.tagged(tagged("yew"), FIRST).items()).hasSize(1);
    assertThat(ROOM.tags.find("larch").posts()).isZero();
    assertThat(ROOM.tags.find("#PINE")).isEqualTo(new Tags.Tag("pine", "pine", 1));
    assertThat(ROOM.tags.find("unheard")).isEqualTo(new Tags.Tag("unheard", "unheard", 0));
  }

  @Test
  void tagsAreThoseThatAPostHasNowHoweverLateItsEventsCome() {
    var ana = ROOM.join("anaTags");
    var edited = ROOM.post(ana, "#Rowan");
    ROOM.posts.edit(ana, edited.id(), Draft.of("#Hazel"));
    var deleted = ROOM.post(ana, "#Rowan #Hazel");
    ROOM.posts.delete(ana, deleted.id());

    ROOM.deliverBackwards();

    assertThat(ROOM.tags.find("rowan")).isEqualTo(new Tags.Tag("rowan", "Rowan", 0));
    assertThat(ROOM.tags.find("hazel")).isEqualTo(new Tags.Tag("hazel", "Hazel", 1));
  }

  @Test
  void tagsAreFoundByTheirFirstLetters() {
    ROOM.post(ANA, "#Willow_bark #willow #willowherb #willowXbark");
    ROOM.post(BEN, "#willow");
    assertThat(ROOM.tags.search("willowX", 0, 2)).hasSize(1); // at once
    ROOM.settle();

    assertThat(ROOM.tags.search("#WILL", 0, 2))
        .extracting(Tags.Tag::name)
        .containsExactly("willow", "willow_bark");
    assertThat(ROOM.tags.search("will", 2, 9)).hasSize(2);
    assertThat(ROOM.tags.search("willow_", 0, 9))
        .containsExactly(new Tags.Tag("willow_bark", "Willow_bark", 1));
    assertThat(ROOM.tags.search("%", 0, 9)).isEmpty();
  }
}
