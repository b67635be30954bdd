package pando.posts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.Mailer;
import pando.accounts.TestPeople;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.PostId;
import pando.blobs.Blobs;
import pando.config.MediaConfig;
import pando.config.ObjectsConfig;
import pando.data.Shards;
import pando.media.EngineConfig;
import pando.media.ImageEngine;
import pando.media.PhotoEvent;
import pando.media.Photos;

/// The desks of posts with all that is below them, on two shards. People who join one after the
/// other live on different shards.
public final class TestPosts implements AutoCloseable {
  private static final String INSERT_PHOTO =
      """
      insert into media (id, owner_id, state, original, content_type, size_bytes, blurhash,
                         created_at)
      values (next_id(?), ?, 'ready', 'none', 'image/jpeg', 1, '', now())
      returning id
      """;

  private final ImageEngine engine;

  public final TestPeople people;
  public final Shards shards;
  public final Photos photos;
  public final Posts posts;
  public final Reactions reactions;
  public final PostLists lists;
  public final Threads threads;
  public final Tags tags;
  public final PostSearch search;

  /// The posts that were shown anew, in order, until the list is cleared.
  public final List<PostId> changed = new ArrayList<>();

  public TestPosts() {
    this(null);
  }

  /// @param mailer null: no mail is sent
  public TestPosts(@Nullable Mailer mailer) {
    people = new TestPeople(List.of(PostEvent.class, PhotoEvent.class), mailer);
    shards = people.shards;
    var nowhere = Path.of("target", "photos-of-tests");
    engine = new ImageEngine(EngineConfig.of(MediaConfig.DEFAULT, nowhere), people.clock);
    photos =
        new Photos(
            shards, people.outbox, engine, Blobs.of(ObjectsConfig.DEFAULT, nowhere), people.clock);
    posts = new Posts(people.ground, people.accounts, people.relations, photos, "pando.example");
    reactions = new Reactions(posts);
    lists = new PostLists(posts);
    threads = new Threads(posts);
    tags = new Tags(posts);
    search = new PostSearch(posts);
    posts.subscribe(people.lanes, people.notifications);
    posts.onChange(changed::add);
  }

  /// Somebody new.
  public AccountId join(String name) {
    return people.id(name);
  }

  /// A post for everyone.
  public Post post(AccountId author, String text) {
    return posts.publish(author, Draft.of(text));
  }

  public Post post(AccountId author, String text, Audience audience) {
    return posts.publish(
        author, new Draft(text, "", false, null, audience, null, List.of(), null, null));
  }

  public Post post(AccountId author, String text, MediaId... photos) {
    return posts.publish(author, draft(text, photos));
  }

  /// An answer for everyone.
  public Post reply(AccountId author, Post to, String text) {
    return posts.publish(
        author,
        new Draft(text, "", false, null, Audience.EVERYONE, to.id(), List.of(), null, null));
  }

  public Draft draft(String text, MediaId... photos) {
    return new Draft(text, "", false, null, Audience.EVERYONE, null, List.of(photos), null, null);
  }

  /// A photo that is ready to be attached.
  public MediaId photo(AccountId owner) {
    return shards
        .of(owner)
        .one(INSERT_PHOTO, row -> row.id("id", MediaId::new), owner.slot(), owner);
  }

  /// How often a post was answered, boosted and favourited.
  public PostCounts counts(Post post) {
    return posts.counts(List.of(post.id())).getOrDefault(post.id(), PostCounts.NONE);
  }

  public Marks marks(AccountId viewer, Post post) {
    return posts.marks(viewer, List.of(post.id())).getOrDefault(post.id(), Marks.NONE);
  }

  /// Delivers all that waits.
  public void settle() {
    people.settle();
  }

  /// Delivers all that waits, and then every event that ever happened once more.
  public void deliverTwice() {
    people.settle();
    people.deliverEverythingAgain();
  }

  /// Delivers all that waits, and then every event that ever happened once more, the last first.
  public void deliverBackwards() {
    people.settle();
    people.deliverEverythingBackwards();
  }

  @Override
  public void close() {
    engine.close();
    people.close();
  }
}
