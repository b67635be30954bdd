package pando.media;

import java.util.List;
import java.util.NoSuchElementException;

/// What was made from an original.
///
/// @param kind what the original is
/// @param width of the original as it is seen (upright, with its edits), in pixels
/// @param height of the original as it is seen, in pixels
/// @param animated whether the large WebP moves; all other variants show the first frame
/// @param blurHash a few characters that a client can draw before the image is there
/// @param variants one for each size and format
public record Rendition(
    ImageKind kind,
    int width,
    int height,
    boolean animated,
    String blurHash,
    List<Variant> variants) {
  public Rendition {
    variants = List.copyOf(variants);
  }

  /// The variant of a size and format.
  public Variant variant(Variant.Size size, Variant.Format format) {
    return variants.stream()
        .filter(variant -> variant.size() == size && variant.format() == format)
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(size + " " + format));
  }
}
