package pando.posts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.AppId;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.PostId;
import pando.data.Row;
import pando.data.Shard;
import pando.data.Tx;

/// The SQL of posts and boosts themselves. All of an author's are in the author's slot.
final class PostStore {
  // Nothing is inserted when the author has used the request key, or has boosted the post.
  private static final String INSERT =
      """
      insert into posts
        (id, author_id, body, warning, sensitive, language, audience,
         reply_to_id, reply_to_author_id, thread_id, boost_of_id, boost_of_author_id,
         media_ids, mentions, tags, app_id, request_key, created_at)
      select n.id, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, n.id), ?, ?, ?, ?, ?, ?, ?,
             to_timestamp((n.id >> 16) / 1000.0)
        from (select next_id(?) as id) n
      on conflict do nothing
      returning id
      """;

  /// What [#read] reads.
  static final String COLUMNS =
      """
      id, author_id, body, warning, sensitive, language, audience, reply_to_id,
      reply_to_author_id, thread_id, boost_of_id, boost_of_author_id, media_ids, mentions, tags,
      app_id, edited_at, created_at
      """;

  private static final String FIND_ALL =
      "select " + COLUMNS + " from posts where id = any (?) and deleted_at is null";

  private static final String LOCK =
      "select " + COLUMNS + " from posts where id = ? and deleted_at is null for update";

  private static final String FIND_BY_REQUEST =
      "select "
          + COLUMNS
          + " from posts where author_id = ? and request_key = ?"
          + " and deleted_at is null and created_at > ?";

  private static final String FORGET_REQUEST =
      "update posts set request_key = null where author_id = ? and request_key = ?";

  private static final String FIND_BOOST =
      "select "
          + COLUMNS
          + " from posts where author_id = ? and boost_of_id = ?"
          + " and deleted_at is null";

  private static final String KEEP_VERSION =
      """
      insert into post_versions
        (post_id, version, body, warning, sensitive, media_ids, created_at)
      select p.id, (select count(*) from post_versions v where v.post_id = p.id),
             p.body, p.warning, p.sensitive, p.media_ids, coalesce(p.edited_at, p.created_at)
        from posts p
       where p.id = ?
      returning version
      """;

  private static final String UPDATE =
      """
      update posts
         set body = ?, warning = ?, sensitive = ?, language = ?, media_ids = ?, mentions = ?,
             tags = ?, edited_at = ?
       where id = ?
      """;

  private static final String VERSIONS =
      """
      select version, body, warning, sensitive, media_ids, created_at
        from post_versions
       where post_id = ?
       order by version
       limit ?
      """;

  private static final String DELETE =
      "update posts set deleted_at = ?, pinned_at = null where id = ?";

  private PostStore() {}

  /// Stores a post and answers its id, or null if the author's request key or boost is there
  /// already. The id of `post` itself is not used, nor when it was made.
  static @Nullable PostId insert(Tx tx, Post post, @Nullable String requestKey) {
    return tx.find(
        INSERT,
        row -> row.id("id", PostId::new),
        post.author(),
        post.text(),
        post.warning(),
        post.sensitive(),
        post.language(),
        post.audience().word(),
        post.replyTo(),
        post.replyToAuthor(),
        post.replyTo() == null ? null : post.thread(),
        post.boostOf(),
        post.boostOfAuthor(),
        post.photos(),
        post.mentions(),
        post.tags(),
        post.app(),
        requestKey,
        post.author().slot());
  }

  /// The posts of a shard that exist.
  static List<Post> findAll(Shard shard, List<PostId> ids) {
    return shard.list(FIND_ALL, PostStore::read, ids);
  }

  /// A post that nobody else changes until the transaction ends.
  static @Nullable Post lock(Tx tx, PostId id) {
    return tx.find(LOCK, PostStore::read, id);
  }

  /// What a request has published after `since`.
  static @Nullable Post findByRequest(
      Tx tx, AccountId author, @Nullable String requestKey, Instant since) {
    return tx.find(FIND_BY_REQUEST, PostStore::read, author, requestKey, since);
  }

  /// Lets a request key be used again.
  static void forgetRequest(Tx tx, AccountId author, @Nullable String requestKey) {
    tx.update(FORGET_REQUEST, author, requestKey);
  }

  static @Nullable Post findBoost(Tx tx, AccountId author, PostId boostOf) {
    return tx.find(FIND_BOOST, PostStore::read, author, boostOf);
  }

  /// Makes a post what it is to be, and keeps what it was.
  ///
  /// @return how often it was edited before
  static int update(Tx tx, Post post) {
    var version = tx.one(KEEP_VERSION, row -> row.integer("version"), post.id());
    tx.update(
        UPDATE,
        post.text(),
        post.warning(),
        post.sensitive(),
        post.language(),
        post.photos(),
        post.mentions(),
        post.tags(),
        post.editedAt(),
        post.id());
    return version;
  }

  /// What a post was before each of its first edits.
  static List<PostVersion> versions(Shard shard, PostId id, int limit) {
    return new ArrayList<>(
        shard.list(
            VERSIONS,
            row ->
                new PostVersion(
                    row.integer("version"),
                    row.text("body"),
                    row.text("warning"),
                    row.flag("sensitive"),
                    row.ids("media_ids", MediaId::new),
                    row.instant("created_at")),
            id,
            limit));
  }

  static void delete(Tx tx, PostId id, Instant at) {
    tx.update(DELETE, at, id);
  }

  static Post read(Row row) {
    return new Post(
        row.id("id", PostId::new),
        row.id("author_id", AccountId::new),
        row.text("body"),
        row.text("warning"),
        row.flag("sensitive"),
        row.textOrNull("language"),
        Audience.of(row.text("audience")),
        row.idOrNull("reply_to_id", PostId::new),
        row.idOrNull("reply_to_author_id", AccountId::new),
        row.id("thread_id", PostId::new),
        row.idOrNull("boost_of_id", PostId::new),
        row.idOrNull("boost_of_author_id", AccountId::new),
        row.ids("media_ids", MediaId::new),
        row.ids("mentions", AccountId::new),
        row.texts("tags"),
        row.idOrNull("app_id", AppId::new),
        row.instantOrNull("edited_at"),
        row.instant("created_at"));
  }
}
