package pando.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account.Field;
import pando.base.MediaId;
import pando.base.Refusal;

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

  /// @throws pando.base.Refusal.Invalid with the faults of each field: `display_name`, `note`,
  ///   `fields`
  public ProfileEdit {
    var faults = new Faults();
    if (displayName != null) {
      displayName = displayName.strip();
      faults.checkText("display_name", displayName, MAX_DISPLAY_NAME);
    }
    if (note != null) {
      note = note.strip();
      faults.checkText("note", note, MAX_NOTE);
    }
    if (fields != null) {
      fields = fields.stream().filter(field -> !field.name().isBlank()).toList();
      if (fields.size() > MAX_FIELDS) {
        faults.add("fields", Faults.invalid("are more than " + MAX_FIELDS));
      }
      for (var field : fields) {
        faults.checkText("fields", field.name(), MAX_FIELD_NAME);
        faults.checkText("fields", field.value(), MAX_FIELD_VALUE);
      }
    }
    faults.check();
  }

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
  /// @param language ISO 639; an empty one takes the language away
  public record NewPosts(
      @Nullable String audience, @Nullable Boolean sensitive, @Nullable String language) {
    public NewPosts {
      if (audience != null && !Preferences.AUDIENCES.contains(audience)) {
        throw new Refusal.Invalid("Validation failed: Privacy is unknown");
      }
      if (language != null
          && !language.isEmpty()
          && !Preferences.LANGUAGE.matcher(language).matches()) {
        throw new Refusal.Invalid(
            "Validation failed: Language is not an ISO 639 code such as en or pt-BR");
      }
    }

    public static final NewPosts SAME = new NewPosts(null, null, null);
  }
}
