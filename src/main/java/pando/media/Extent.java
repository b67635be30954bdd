package pando.media;

import java.util.List;

/// The sides of a picture, in pixels that may be parts of one while it is being planned.
record Extent(double width, double height) {
  /// Where sine and cosine are this close, the angle is 45 degrees.
  private static final double ROUNDING = 1e-10;

  /// How an image is seen, whichever way the camera was held.
  static Extent ofUpright(VipsImage image) {
    return image.isTurned()
        ? new Extent(image.height(), image.width())
        : new Extent(image.width(), image.height());
  }

  /// What is left after edits.
  Extent after(List<Edit> edits) {
    var extent = this;
    for (var edit : edits) {
      extent =
          switch (edit) {
            case Edit.Crop crop ->
                new Extent(extent.width * crop.width(), extent.height * crop.height());
            case Edit.Rotate rotate -> extent.rotated(rotate);
            case Edit.Sharpen _, Edit.Blur _ -> extent;
          };
    }
    return extent;
  }

  private Extent rotated(Edit.Rotate rotate) {
    return switch (rotate.quarters()) {
      case 0, 2 -> this;
      case 1, 3 -> new Extent(height, width);
      default -> straightened(Math.toRadians(rotate.degrees()));
    };
  }

  /// The largest upright rectangle within this one turned by an angle.
  private Extent straightened(double angle) {
    var sine = Math.abs(Math.sin(angle));
    var cosine = Math.abs(Math.cos(angle));
    var longer = Math.max(width, height);
    var shorter = Math.min(width, height);
    if (shorter <= 2 * sine * cosine * longer || Math.abs(sine - cosine) < ROUNDING) {
      var half = shorter / 2; // two corners touch the long sides
      return width >= height
          ? new Extent(half / sine, half / cosine)
          : new Extent(half / cosine, half / sine);
    }
    var span = cosine * cosine - sine * sine;
    return new Extent(
        (width * cosine - height * sine) / span, (height * cosine - width * sine) / span);
  }

  int roundWidth() {
    return (int) Math.max(1, Math.round(width));
  }

  int roundHeight() {
    return (int) Math.max(1, Math.round(height));
  }
}
