package pando.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.base.MediaId;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Json;
import pando.http.Params;
import pando.http.Reply;
import pando.media.Edit;
import pando.media.Photo;
import pando.media.Photo.Caption;
import pando.media.Photo.Focus;
import pando.media.Photo.State;
import pando.media.Photos;
import pando.media.Purpose;

/// `/api/v1/media`, `/api/v2/media`, and the edits of a photo, `/api/pando/v1/media/:id/edits`.
final class MediaHandlers {
  /// How long an upload or an edit may wait for a worker before the answer is "not yet" (202).
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Old clients cannot wait: they get an answer when the photo is ready.
  private static final Duration OLD_CLIENTS_PATIENCE = Duration.ofSeconds(20);

  private final Photos photos;
  private final Urls urls;

  MediaHandlers(Photos photos, Urls urls) {
    this.photos = photos;
    this.urls = urls;
  }

  /// `POST /api/v2/media`: 200 when ready, 202 when it will be soon.
  Reply upload(Call call) {
    return upload(call, PATIENCE);
  }

  /// `POST /api/v1/media`: always ready.
  Reply uploadAndWait(Call call) {
    return upload(call, OLD_CLIENTS_PATIENCE);
  }

  private Reply upload(Call call, Duration patience) {
    var owner = call.require("write:media");
    var file = call.params().upload("file");
    if (file == null) {
      throw new Refusal.Invalid("Validation failed: File can't be blank");
    }
    var caption = caption(call.params(), Caption.NONE);
    var photo = photos.upload(owner, file.bytes(), Purpose.POST, caption, patience);
    return answer(photo, 202);
  }

  Reply show(Call call) {
    var photo = photos.require(call.require("write:media"), id(call));
    if (photo.post() != null) {
      throw new Refusal.NotFound(); // it is a part of the post now
    }
    return answer(photo, 206);
  }

  Reply update(Call call) {
    var owner = call.require("write:media");
    var before = photos.require(owner, id(call));
    return answer(photos.describe(owner, id(call), caption(call.params(), before.caption())), 206);
  }

  Reply delete(Call call) {
    photos.delete(call.require("write:media"), id(call));
    return Reply.ok(Map.of());
  }

  /// `GET .../edits`: every version, the original first. 206 while the last one waits, 422 when it
  /// failed: as [#show] does for an upload.
  Reply edits(Call call) {
    var photo = photos.require(call.require("read:statuses"), id(call));
    var versions = photos.versions(photo);
    var last = versions.isEmpty() ? photo.state() : versions.getLast().state();
    var views =
        versions.stream().map(version -> PhotoEditView.of(version, photo.version(), urls)).toList();
    return switch (last) {
      case State.Ready _ -> Reply.ok(views);
      case State.Waiting _ -> Reply.json(206, Json.bytes(views));
      case State.Failed(var reason) -> throw new Refusal.Invalid(reason);
    };
  }

  /// `POST .../edits` with `steps`: shows the photo with these steps from its original. 202 if that
  /// takes longer.
  Reply edit(Call call) {
    var owner = call.require("write:media");
    var id = photos.require(owner, id(call)).id();
    if (!call.params().has("steps")) {
      throw new Refusal.Invalid(
          "steps is missing: the list of all edits of the original, in their order");
    }
    var steps = call.params().each("steps").stream().map(MediaHandlers::step).toList();
    return edited(photos.edit(owner, id, steps, PATIENCE));
  }

  /// `DELETE .../edits`: undoes the latest edit.
  Reply undo(Call call) {
    return edited(photos.undo(call.require("write:media"), id(call)));
  }

  /// The photo, and the version that waits or else is shown.
  private Reply edited(Photo photo) {
    var versions = photos.versions(photo);
    var waiting =
        versions.stream().filter(version -> version.state() instanceof State.Waiting).findFirst();
    var shown =
        versions.stream()
            .filter(version -> version.version() == photo.version() && version.version() > 0)
            .findFirst();
    var edit =
        waiting.or(() -> shown).map(version -> PhotoEditView.of(version, photo.version(), urls));
    var result = new PhotoEditView.Result(MediaView.of(photo, urls), edit.orElse(null));
    return Reply.json(waiting.isPresent() ? 202 : 200, Json.bytes(result));
  }

  private static Edit step(Params step) {
    var kind = step.requireText("kind");
    return switch (kind) {
      case "crop" ->
          new Edit.Crop(
              number(step, "x"), number(step, "y"), number(step, "width"), number(step, "height"));
      case "rotate" -> new Edit.Rotate(number(step, "degrees"));
      case "sharpen" ->
          new Edit.Sharpen(
              Objects.requireNonNullElse(step.decimal("sigma"), 1.0),
              Objects.requireNonNullElse(step.decimal("amount"), 1.0));
      case "blur" -> new Edit.Blur(number(step, "sigma"));
      default ->
          throw new Refusal.Invalid(
              "unknown kind of edit: %s (known are crop, rotate, sharpen, blur)".formatted(kind));
    };
  }

  private static double number(Params step, String name) {
    var number = step.decimal(name);
    if (number == null) {
      throw new Refusal.Malformed("param is missing or the value is empty: " + name);
    }
    return number;
  }

  private Reply answer(Photo photo, int whileWaiting) {
    return switch (photo.state()) {
      case State.Ready _ -> Reply.ok(MediaView.of(photo, urls));
      case State.Waiting _ -> Reply.json(whileWaiting, Json.bytes(MediaView.of(photo, urls)));
      case State.Failed(var reason) -> Reply.error(422, "Validation failed: File " + reason);
    };
  }

  /// What is said about the photo; what is not sent stays as it was.
  static Caption caption(Params params, Caption before) {
    var description = params.has("description") ? params.text("description") : before.description();
    var focus = params.text("focus");
    return new Caption(description, focus == null ? before.focus() : focus(focus));
  }

  private static @Nullable Focus focus(String text) {
    if (text.isBlank()) {
      return null;
    }
    var parts = new ArrayList<>(List.of(text.split(",", -1)));
    try {
      if (parts.size() == 2) {
        return new Focus(
            Double.parseDouble(parts.get(0).strip()), Double.parseDouble(parts.get(1).strip()));
      }
    } catch (NumberFormatException _) {
      // refused below
    }
    throw new Refusal.Invalid("Validation failed: Focus is not two numbers such as 0.5,-0.25");
  }

  private static MediaId id(Call call) {
    return new MediaId(call.pathId("id"));
  }
}
