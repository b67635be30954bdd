package pando.posts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.AppId;
import pando.base.MediaId;
import pando.base.PostId;

/// What somebody wants to publish, or wants a post to become. A draft that exists can be published.
///
/// @param text as written
/// @param warning empty if none
/// @param language ISO 639 code; what is not one becomes null
/// @param replyTo the post that it answers; an edit never changes it
/// @param photos in the order of showing, uploaded by the author
/// @param app the client that it is sent with
/// @param requestKey names the request: a second one with the same key makes no second post
public record Draft(
    String text,
    String warning,
    boolean sensitive,
    @Nullable String language,
    Audience audience,
    @Nullable PostId replyTo,
    List<MediaId> photos,
    @Nullable AppId app,
    @Nullable String requestKey) {

  public static final int MAX_CHARACTERS = 500;
  public static final int MAX_PHOTOS = 4;

  public Draft {
    photos = List.copyOf(photos);
  }

  /// A draft for everyone that is nothing but text.
  public static Draft of(String text) {
    return new Draft(text, "", false, null, Audience.EVERYONE, null, List.of(), null, null);
  }
}
