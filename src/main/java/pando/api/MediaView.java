package pando.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.MediaId;
import pando.media.Photo;
import pando.media.Variant;

/// A photo, in Mastodon's words. Until it is ready `url` and `meta` have no values.
///
/// @param pandoWebp the same as WebP, smallest first: our own addition, for clients that choose the
///   file that suits their screen; null until the photo is ready
@Json(naming = Json.Naming.LowerUnderscore)
public record MediaView(
    MediaId id,
    String type,
    @Nullable String url,
    @Nullable String previewUrl,
    @Nullable String remoteUrl,
    @Nullable String previewRemoteUrl,
    @Nullable String textUrl,
    @Nullable Meta meta,
    @Nullable String description,
    @Nullable String blurhash,
    @Nullable List<Source> pandoWebp) {

  static MediaView of(Photo photo, Urls urls) {
    var look = photo.look();
    var description = photo.caption().description();
    if (look == null) {
      return new MediaView(
          photo.id(), "image", null, null, null, null, null, null, description, null, null);
    }
    var large = look.file(Variant.Size.LARGE, Variant.Format.JPEG);
    var small = look.file(Variant.Size.SMALL, Variant.Format.JPEG);
    var focus = photo.caption().focus();
    var meta =
        new Meta(
            focus == null ? new Focus(0, 0) : new Focus(focus.x(), focus.y()),
            Size.of(large.width(), large.height()),
            Size.of(small.width(), small.height()));
    return new MediaView(
        photo.id(),
        "image",
        urls.media(large.path()),
        urls.media(small.path()),
        null,
        null,
        null,
        meta,
        description,
        look.blurHash(),
        List.of(
            Source.of(look, Variant.Size.SMALL, urls), Source.of(look, Variant.Size.LARGE, urls)));
  }

  /// A file and how wide it is, in pixels.
  @Json
  public record Source(String url, int width) {
    static Source of(Photo.Look look, Variant.Size size, Urls urls) {
      var file = look.file(size, Variant.Format.WEBP);
      return new Source(urls.media(file.path()), file.width());
    }
  }

  /// Sizes, and the point that a crop keeps in view.
  @Json
  public record Meta(Focus focus, Size original, Size small) {}

  /// From -1 (left, bottom) to 1 (right, top).
  @Json
  public record Focus(double x, double y) {}

  /// In pixels; `size` as in `1280x960`, `aspect` is width by height.
  @Json
  public record Size(int width, int height, String size, double aspect) {
    static Size of(int width, int height) {
      return new Size(width, height, width + "x" + height, (double) width / height);
    }
  }
}
