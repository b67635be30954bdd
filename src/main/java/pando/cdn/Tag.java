package pando.cdn;

import java.util.Collection;
import java.util.stream.Collectors;
import pando.base.AccountId;
import pando.base.MediaId;

/// What a file that is kept by edges belongs to: with it they find all files that are to go.
///
/// @param word as the header says it
public record Tag(String word) {
  /// The header of an answer of the site that has the tags of a file. Edges take it off.
  public static final String HEADER = "xkey";

  /// All files of a photo.
  public static Tag of(MediaId photo) {
    return new Tag("p" + photo.value());
  }

  /// All files of all photos of somebody.
  public static Tag of(AccountId owner) {
    return new Tag("a" + owner.value());
  }

  /// Tags as a header has them.
  public static String join(Collection<Tag> tags) {
    return tags.stream().map(Tag::word).collect(Collectors.joining(" "));
  }
}
