package pando.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.media.Edit;
import pando.media.Photo;
import pando.media.Photo.State;
import pando.media.Variant;

/// One version of a photo: what was done to the original, and how far it is.
///
/// @param state `waiting`, `ready` or `failed`
/// @param reason why it failed, or null
/// @param url what it looks like, or null if it is not ready
/// @param shown whether this is the version that is shown
@Json(naming = Json.Naming.LowerUnderscore)
public record PhotoEditView(
    int version,
    List<Edit> steps,
    String state,
    @Nullable String reason,
    @Nullable String url,
    boolean shown) {

  /// A photo, and the version that waits or else is shown (null if that is the original).
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Result(MediaView media, @Nullable PhotoEditView edit) {}

  static PhotoEditView of(Photo.Version edit, int shown, Urls urls) {
    var state =
        switch (edit.state()) {
          case State.Waiting _ -> "waiting";
          case State.Ready _ -> "ready";
          case State.Failed _ -> "failed";
        };
    var reason = edit.state() instanceof State.Failed(var why) ? why : null;
    var url = edit.state() instanceof State.Ready(var look) ? url(look, urls) : null;
    return new PhotoEditView(
        edit.version(), edit.steps(), state, reason, url, edit.version() == shown);
  }

  private static String url(Photo.Look look, Urls urls) {
    return urls.media(look.file(Variant.Size.LARGE, Variant.Format.JPEG).path());
  }
}
