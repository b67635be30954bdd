package pando.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account.Field;
import pando.base.MediaId;

/// What to change about a profile. Null leaves a thing as it is.
///
/// @param avatar [Picture#NONE] takes the avatar away
public record ProfileEdit(
    @Nullable String displayName,
    @Nullable String note,
    @Nullable List<Field> fields,
    @Nullable Picture avatar,
    @Nullable Picture header,
    Flags flags,
    NewPosts newPosts) {
  public static final int MAX_DISPLAY_NAME = 30; // characters, like all of these
  public static final int MAX_NOTE = 500;
  public static final int MAX_FIELDS = 4;
  public static final int MAX_FIELD_NAME = 255;
  public static final int MAX_FIELD_VALUE = 255;

  /// Changes nothing.
  public static final ProfileEdit NONE =
      new ProfileEdit(null, null, null, null, null, Flags.SAME, NewPosts.SAME);

  /// A photo, or none.
  public record Picture(@Nullable MediaId photo) {
    public static final Picture NONE = new Picture(null);
  }

  /// The switches of [Account].
  public record Flags(
      @Nullable Boolean locked,
      @Nullable Boolean bot,
      @Nullable Boolean discoverable,
      @Nullable Boolean indexable,
      @Nullable Boolean hideCollections) {
    public static final Flags SAME = new Flags(null, null, null, null, null);
  }

  /// The [Preferences].
  ///
  /// @param language an empty one takes the language away
  public record NewPosts(
      @Nullable String audience, @Nullable Boolean sensitive, @Nullable String language) {
    public static final NewPosts SAME = new NewPosts(null, null, null);
  }
}
