package pando.posts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.AppId;
import pando.accounts.Ties;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.PostId;

/// One published post, or one boost of a post.
///
/// A boost has an id, an author, a time and an audience of its own; what it shows is the post that
/// `boostOf` names.
///
/// @param text as written; [PostText] finds mentions, tags and links in it and renders it
/// @param warning shown in place of the text until the reader wants to see it; empty if none
/// @param sensitive whether photos are covered until the reader wants to see them
/// @param language ISO 639 code
/// @param replyTo the post that this one answers; it may be gone
/// @param thread the first post of the thread; the post itself when it answers none
/// @param photos in the order of showing
/// @param mentions who is mentioned, each once, in the order of the text
/// @param tags normalised, each once, in the order of the text
/// @param app the client that it was sent with, if it is to be shown
/// @param editedAt null if it was never edited
public record Post(
    PostId id,
    AccountId author,
    String text,
    String warning,
    boolean sensitive,
    @Nullable String language,
    Audience audience,
    @Nullable PostId replyTo,
    @Nullable AccountId replyToAuthor,
    PostId thread,
    @Nullable PostId boostOf,
    @Nullable AccountId boostOfAuthor,
    List<MediaId> photos,
    List<AccountId> mentions,
    List<String> tags,
    @Nullable AppId app,
    @Nullable Instant editedAt,
    Instant createdAt) {

  /// The id of a post that has none yet.
  static final PostId NOT_STORED = new PostId(0);

  public Post {
    photos = List.copyOf(photos);
    mentions = List.copyOf(mentions);
    tags = List.copyOf(tags);
  }

  /// Whether somebody may see this post; of a boost, not whether they may see what it shows.
  ///
  /// @param viewer null: nobody has signed in
  /// @param ties of the viewer
  public boolean visibleTo(@Nullable AccountId viewer, Ties ties) {
    return audience.admits(viewer, ties, author, mentions);
  }

  /// What feeds and rules need to know of it.
  public Outline outline() {
    return new Outline(
        id,
        author,
        audience,
        replyTo,
        replyToAuthor,
        boostOf,
        boostOfAuthor,
        mentions,
        tags,
        !photos.isEmpty());
  }

  /// The same post, now that it has an id; its time is that of the id.
  Post as(PostId id) {
    return new Post(
        id,
        author,
        text,
        warning,
        sensitive,
        language,
        audience,
        replyTo,
        replyToAuthor,
        replyTo == null ? id : thread,
        boostOf,
        boostOfAuthor,
        photos,
        mentions,
        tags,
        app,
        editedAt,
        Instant.ofEpochMilli(id.millis()));
  }

  /// This post with what can be edited taken from another; its language if that says none.
  Post edited(Post content, Instant at) {
    return new Post(
        id,
        author,
        content.text,
        content.warning,
        content.sensitive,
        content.language == null ? language : content.language,
        audience,
        replyTo,
        replyToAuthor,
        thread,
        boostOf,
        boostOfAuthor,
        content.photos,
        content.mentions,
        content.tags,
        app,
        at,
        createdAt);
  }
}
