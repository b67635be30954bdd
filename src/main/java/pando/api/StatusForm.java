package pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.AppId;
import pando.accounts.Preferences;
import pando.base.MediaId;
import pando.base.PostId;
import pando.http.Params;
import pando.posts.Draft;
import pando.posts.Post;

/// The body of `POST /api/v1/statuses` and `PUT /api/v1/statuses/:id`, in Mastodon's words. What is
/// null was not sent.
record StatusForm(
    @Nullable String status,
    @Nullable String spoilerText,
    @Nullable Boolean sensitive,
    @Nullable String language,
    @Nullable String visibility,
    @Nullable PostId inReplyToId,
    @Nullable List<MediaId> mediaIds) {

  static StatusForm of(Params params) {
    var replyTo = params.id("in_reply_to_id");
    var media = params.has("media_ids") ? params.ids("media_ids") : null;
    return new StatusForm(
        params.text("status"),
        params.text("spoiler_text"),
        params.flag("sensitive"),
        blankToNull(params.text("language")),
        blankToNull(params.text("visibility")),
        replyTo == null ? null : new PostId(replyTo),
        media == null ? null : media.stream().map(MediaId::new).toList());
  }

  /// A new post. What was not said is as the author prefers.
  Draft draft(Preferences preferences, AppId app, @Nullable String requestKey) {
    var photos = mediaIds == null ? List.<MediaId>of() : mediaIds;
    return new Draft(
        orEmpty(status),
        orEmpty(spoilerText),
        sensitive == null ? preferences.sensitive() : sensitive,
        language == null ? preferences.language() : language,
        visibility == null ? Visibility.preferred(preferences) : Visibility.audience(visibility),
        inReplyToId,
        photos,
        app,
        requestKey);
  }

  /// What a post becomes. What was not sent stays, but for text and warning, which are replaced.
  Draft edit(Post before) {
    return new Draft(
        status == null ? before.text() : status,
        orEmpty(spoilerText),
        sensitive == null ? before.sensitive() : sensitive,
        language == null ? before.language() : language,
        before.audience(),
        before.replyTo(),
        mediaIds == null ? before.photos() : mediaIds,
        null,
        null);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
