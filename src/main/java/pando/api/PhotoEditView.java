package pando.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.media.Edit;
import pando.media.Photo;
import pando.media.Photo.State;

/// One version of a photo: what was done to the original, and how far it is.
///
/// @param state `waiting`, `ready` or `failed`
/// @param reason why it failed, or null
/// @param shown whether this is the version that is shown
@Json(naming = Json.Naming.LowerUnderscore)
public record PhotoEditView(
    int version, List<Edit> steps, String state, @Nullable String reason, boolean shown) {

  /// A photo, and the version that waits or else is shown (null if that is the original).
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Result(MediaView media, @Nullable PhotoEditView edit) {}

  static PhotoEditView of(Photo.Version edit, int shown) {
    var own = edit.version() == shown;
    return switch (edit.state()) {
      case State.Waiting _ -> new PhotoEditView(edit.version(), edit.steps(), "waiting", null, own);
      case State.Ready _ -> new PhotoEditView(edit.version(), edit.steps(), "ready", null, own);
      case State.Failed(var reason) ->
          new PhotoEditView(edit.version(), edit.steps(), "failed", reason, own);
    };
  }
}
