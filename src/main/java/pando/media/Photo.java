package pando.media;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.PostId;
import pando.base.Refusal;

/// One uploaded photo.
///
/// @param owner who uploaded it; nobody else may change it
/// @param purpose what it is for
/// @param post the post it is attached to, or null
/// @param state how far it is, and what it looks like
/// @param caption what its owner says about it
/// @param version which of its edits is shown; 0 is the original
public record Photo(
    MediaId id,
    AccountId owner,
    Purpose purpose,
    @Nullable PostId post,
    State state,
    Caption caption,
    int version) {

  /// How far it is.
  public sealed interface State {
    /// It will be prepared soon.
    record Waiting() implements State {}

    /// It can be shown.
    record Ready(Look look) implements State {}

    /// It will never be shown.
    ///
    /// @param reason why, in words for its owner
    record Failed(String reason) implements State {}
  }

  /// What a photo looks like.
  ///
  /// @param width of the whole photo, which its files may be smaller than
  /// @param height of the whole photo
  /// @param blurHash what to draw before it is there
  /// @param files what to show, by size and format
  public record Look(int width, int height, String blurHash, List<File> files) {
    public Look {
      files = List.copyOf(files);
    }

    /// The file of a size and format. Avatars and headers have no small one: the large is taken.
    public File file(Variant.Size size, Variant.Format format) {
      var ofFormat = files.stream().filter(file -> file.format() == format).toList();
      return ofFormat.stream()
          .filter(file -> file.size() == size)
          .findFirst()
          .orElseGet(ofFormat::getFirst);
    }
  }

  /// The original, or what edits made of it.
  ///
  /// @param version 0 for the original
  /// @param steps all that lead to it from the original
  public record Version(int version, List<Edit> steps, State state) {
    public Version {
      steps = List.copyOf(steps);
    }
  }

  /// A file that anyone may see.
  ///
  /// @param name says what is in it: a name never changes its bytes, so it may be kept for ever.
  ///   [Photos#PATH] and the name are its path on this site
  @Json
  public record File(
      String name, Variant.Size size, Variant.Format format, int width, int height, long bytes) {

    /// Its path on this site.
    public String path() {
      return Photos.PATH + name;
    }
  }

  /// What an owner says about a photo.
  ///
  /// @param description the text for those who cannot see it, or null
  /// @param focus the point that must stay visible when it is cut, or null for its middle
  public record Caption(@Nullable String description, @Nullable Focus focus) {
    /// In characters.
    public static final int MAX_DESCRIPTION = 1_500;

    public static final Caption NONE = new Caption(null, null);

    public Caption {
      if (description != null && description.isBlank()) {
        description = null;
      }
      if (description != null
          && description.codePointCount(0, description.length()) > MAX_DESCRIPTION) {
        throw new Refusal.Invalid(
            "the description is longer than %,d characters".formatted(MAX_DESCRIPTION));
      }
    }
  }

  /// A point of a photo: x from -1 (left) to 1, y from -1 (bottom) to 1.
  public record Focus(double x, double y) {
    public Focus {
      if (!(Math.abs(x) <= 1) || !(Math.abs(y) <= 1)) { // NaN is refused too
        throw new Refusal.Invalid("a focal point is from -1 to 1 in both directions");
      }
    }
  }

  /// When it was uploaded.
  public Instant createdAt() {
    return Instant.ofEpochMilli(id.millis());
  }

  /// What it looks like, or null if it cannot be shown (yet).
  public @Nullable Look look() {
    return state instanceof State.Ready(var look) ? look : null;
  }
}
