package pando.posts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.PostId;
import pando.base.Refusal;

class PostsTest {
  private static final TestPosts ROOM = new TestPosts();
  private static final Posts POSTS = ROOM.posts;
  private static final AccountId ANA = ROOM.join("ana");
  private static final AccountId BEN = ROOM.join("ben");

  @AfterAll
  static void close() {
    ROOM.close();
  }

  @BeforeEach
  void forget() {
    ROOM.changed.clear();
  }

  private static Draft keyed(String text, String requestKey) {
    return new Draft(text, "", false, null, Audience.EVERYONE, null, List.of(), null, requestKey);
  }

  private static long postsOf(AccountId author) {
    return ROOM.people.accounts.counts(List.of(author)).values().iterator().next().posts();
  }

  /// The posts as they are stored, whatever is near.
  private static Post stored(Post post) {
    return PostStore.findAll(ROOM.shards.of(post.id()), List.of(post.id())).getFirst();
  }

  private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<T>();
      for (var answer : threads.invokeAll(java.util.Collections.nCopies(times, work))) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  @Test
  void aPostIsWhatTheDraftSays() {
    var photo = ROOM.photo(ANA);
    var draft =
        new Draft(
            " Hi @BEN, @ana@pando.example and @nobody: #Aspen #aspen ",
            "leaves",
            false,
            "en",
            Audience.UNLISTED,
            null,
            List.of(photo),
            null,
            null);

    var post = POSTS.publish(ANA, draft);

    assertThat(post.text()).isEqualTo("Hi @BEN, @ana@pando.example and @nobody: #Aspen #aspen");
    assertThat(post.mentions()).containsExactly(BEN, ANA);
    assertThat(post.tags()).containsExactly("aspen");
    assertThat(post.photos()).containsExactly(photo);
    assertThat(post.sensitive()).isTrue();
    assertThat(post.thread()).isEqualTo(post.id());
    assertThat(post.id().slot()).isEqualTo(ANA.slot());
    assertThat(post.createdAt().toEpochMilli()).isEqualTo(post.id().millis());
    assertThat(stored(post)).isEqualTo(post);
    assertThat(POSTS.findAll(List.of(post.id()))).containsEntry(post.id(), post);
  }

  @Test
  void eachPostCountsForItsAuthor() {
    var before = postsOf(ANA);

    var post = ROOM.post(ANA, "one more");
    assertThat(postsOf(ANA)).isEqualTo(before + 1);

    POSTS.delete(ANA, post.id());
    assertThat(postsOf(ANA)).isEqualTo(before);
  }

  @Test
  void aRequestThatIsSentAgainIsAnsweredWithTheFirstPost() {
    var first = POSTS.publish(ANA, keyed("once", "k1"));
    var before = postsOf(ANA);

    assertThat(POSTS.publish(ANA, keyed("once", "k1"))).isEqualTo(first);
    assertThat(POSTS.publish(ANA, keyed("something else", "k1"))).isEqualTo(first);
    assertThat(postsOf(ANA)).isEqualTo(before);
    assertThat(POSTS.publish(BEN, keyed("of ben", "k1")).author()).isEqualTo(BEN);
  }

  @Test
  void aRequestKeyIsGoodForAnHour() {
    var first = POSTS.publish(ANA, keyed("good morning", "daily"));
    ROOM.people.pass(Posts.REQUEST_KEY_TTL.plusMinutes(1));

    var second = POSTS.publish(ANA, keyed("good morning", "daily"));

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(POSTS.findAll(List.of(first.id()))).isNotEmpty();
  }

  @Test
  void theKeyOfADeletedPostCanBeUsedAgain() {
    var first = POSTS.publish(ANA, keyed("oops", "redo"));
    POSTS.delete(ANA, first.id());

    assertThat(POSTS.publish(ANA, keyed("better", "redo")).text()).isEqualTo("better");
  }

  @Test
  void ofManyEqualRequestsAtOnceOneIsPublishedAndAllGetIt() throws Exception {
    var before = postsOf(BEN);

    var answers = atOnce(8, () -> POSTS.publish(BEN, keyed("hurry", "k2")).id());

    assertThat(new HashSet<>(answers)).hasSize(1);
    assertThat(postsOf(BEN)).isEqualTo(before + 1);
  }

  @Test
  void aPhotoThatCannotBeAttachedMakesNoPost() {
    var before = postsOf(ANA);
    var photo = ROOM.photo(BEN);

    assertThatThrownBy(() -> ROOM.post(ANA, "not mine", photo))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("not found or already attached");
    assertThatThrownBy(() -> ROOM.post(ANA, "not there", new MediaId(ANA.value())))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(postsOf(ANA)).isEqualTo(before);
  }

  @Test
  void oneCanOnlyAnswerWhatOneSees() {
    var secret = ROOM.post(ANA, "dear diary", Audience.MENTIONED);

    assertThatThrownBy(() -> ROOM.reply(BEN, secret, "what?"))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessage("The post you are trying to reply to does not appear to exist.");
  }

  @Test
  void anEditChangesWhatIsShownAndKeepsWhatWas() {
    var first = ROOM.photo(ANA);
    var second = ROOM.photo(ANA);
    var post = ROOM.post(ANA, "Look, @ben #tree", first);
    ROOM.people.pass(Duration.ofMinutes(1));

    var edited = POSTS.edit(ANA, post.id(), ROOM.draft("Look! #forest", second));

    assertThat(edited.text()).isEqualTo("Look! #forest");
    assertThat(edited.mentions()).isEmpty();
    assertThat(edited.tags()).containsExactly("forest");
    assertThat(edited.photos()).containsExactly(second);
    assertThat(edited.editedAt()).isNotNull();
    assertThat(edited.createdAt()).isEqualTo(post.createdAt());
    assertThat(stored(edited)).isEqualTo(edited);
    assertThat(POSTS.findAll(List.of(post.id()))).containsEntry(post.id(), edited);
    assertThat(ROOM.changed).contains(post.id());
    assertThat(ROOM.photos.require(ANA, first).post()).isNull();
    assertThat(ROOM.photos.require(ANA, second).post()).isEqualTo(post.id());
  }

  @Test
  void everyVersionIsKeptTheOriginalFirst() {
    var post = ROOM.post(ANA, "one");
    POSTS.edit(ANA, post.id(), Draft.of("two"));
    var last = POSTS.edit(ANA, post.id(), Draft.of("three"));

    var versions = POSTS.versions(last);

    assertThat(versions).extracting(PostVersion::text).containsExactly("one", "two", "three");
    assertThat(versions).extracting(PostVersion::version).containsExactly(0, 1, 2);
    assertThat(versions.getFirst().createdAt()).isEqualTo(post.createdAt());
    assertThat(versions.getLast().createdAt()).isEqualTo(last.editedAt());
    assertThat(POSTS.versions(ROOM.post(ANA, "never edited"))).hasSize(1);
  }

  @Test
  void anEditThatChangesNothingIsNone() {
    var post = ROOM.post(ANA, "as it is");

    assertThat(POSTS.edit(ANA, post.id(), Draft.of(" as it is "))).isEqualTo(post);
    assertThat(POSTS.versions(post)).hasSize(1);
  }

  @Test
  void anEditKeepsAudienceAndWhatItAnswers() {
    var question = ROOM.post(BEN, "what is this?");
    var answer = ROOM.reply(ANA, question, "an aspen");

    var edited =
        POSTS.edit(
            ANA,
            answer.id(),
            new Draft(
                "a poplar", "", false, null, Audience.MENTIONED, null, List.of(), null, null));

    assertThat(edited.audience()).isEqualTo(Audience.EVERYONE);
    assertThat(edited.replyTo()).isEqualTo(question.id());
    assertThat(edited.thread()).isEqualTo(question.id());
  }

  @Test
  void onlyItsAuthorEditsAndDeletesAPost() {
    var post = ROOM.post(ANA, "mine");

    assertThatThrownBy(() -> POSTS.edit(BEN, post.id(), Draft.of("yours")))
        .isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> POSTS.delete(BEN, post.id())).isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> POSTS.delete(ANA, new PostId(1))).isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void aDeletedPostIsGoneAndItsPhotosCanBeUsedAgain() {
    var photo = ROOM.photo(ANA);
    var post = ROOM.post(ANA, "wrong filter", photo);

    assertThat(POSTS.delete(ANA, post.id())).isEqualTo(post);

    assertThat(POSTS.findAll(List.of(post.id()))).isEmpty();
    assertThat(POSTS.findVisible(ANA, post.id())).isNull();
    assertThat(ROOM.changed).contains(post.id());
    assertThat(ROOM.post(ANA, "better", photo).photos()).containsExactly(photo);
    assertThatThrownBy(() -> POSTS.delete(ANA, post.id())).isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void ofManyWhoDeleteAPostAtOnceOneDoes() throws Exception {
    var post = ROOM.post(BEN, "to be deleted");
    var before = postsOf(BEN);

    var deleted =
        atOnce(
            6,
            () -> {
              try {
                POSTS.delete(BEN, post.id());
                return true;
              } catch (Refusal.NotFound _) {
                return false;
              }
            });

    assertThat(deleted).containsOnlyOnce(true);
    assertThat(postsOf(BEN)).isEqualTo(before - 1);
  }

  @Test
  void editsAtOnceAllLeaveAVersion() throws Exception {
    var post = ROOM.post(BEN, "0");
    var turn = new java.util.concurrent.atomic.AtomicInteger();

    atOnce(6, () -> POSTS.edit(BEN, post.id(), Draft.of("edit " + turn.incrementAndGet())));

    var versions = POSTS.versions(POSTS.requireVisible(null, post.id()));
    assertThat(versions).extracting(PostVersion::version).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(versions).extracting(PostVersion::text).doesNotHaveDuplicates();
  }

  @Test
  void aPhotoThatChangesChangesItsPost() {
    var photo = ROOM.photo(ANA);
    var post = ROOM.post(ANA, "see", photo);
    ROOM.changed.clear();

    ROOM.photos.describe(ANA, photo, new pando.media.Photo.Caption("an aspen", null));

    assertThat(ROOM.changed).contains(post.id());
  }
}
