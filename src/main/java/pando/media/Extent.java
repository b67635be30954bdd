package pando.media;

import java.util.List;
import pando.media.Photo.Focus;

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

  /// Where a point of this picture is after edits; the nearest point that is left if it was cut
  /// off.
  Focus after(List<Edit> edits, Focus focus) {
    var extent = this;
    var x = focus.x() * width / 2; // pixels from the middle, to the right and up
    var y = focus.y() * height / 2;
    for (var edit : edits) {
      var next = extent.after(List.of(edit));
      switch (edit) {
        case Edit.Crop crop -> {
          x -= extent.middleX(crop);
          y -= extent.middleY(crop);
        }
        case Edit.Rotate(var degrees) -> {
          var turned = turned(x, y, -degrees);
          x = turned[0];
          y = turned[1];
        }
        case Edit.Sharpen _, Edit.Blur _ -> {}
      }
      extent = next;
    }
    return extent.focus(x, y);
  }

  /// Where a point was that is seen after edits of this picture.
  Focus before(List<Edit> edits, Focus focus) {
    if (edits.isEmpty()) {
      return focus;
    }
    var last = edits.getLast();
    var earlier = edits.subList(0, edits.size() - 1);
    var from = after(earlier);
    var seen = after(edits);
    var x = focus.x() * seen.width / 2;
    var y = focus.y() * seen.height / 2;
    var was =
        switch (last) {
          case Edit.Crop crop -> from.focus(x + from.middleX(crop), y + from.middleY(crop));
          case Edit.Rotate(var degrees) -> {
            var turned = turned(x, y, degrees);
            yield from.focus(turned[0], turned[1]);
          }
          case Edit.Sharpen _, Edit.Blur _ -> focus;
        };
    return before(earlier, was);
  }

  /// How far the middle of a crop is to the right of the middle of this picture, in pixels.
  private double middleX(Edit.Crop crop) {
    return (crop.x() + crop.width() / 2 - 0.5) * width;
  }

  /// How far the middle of a crop is above the middle of this picture, in pixels.
  private double middleY(Edit.Crop crop) {
    return (0.5 - crop.y() - crop.height() / 2) * height;
  }

  private Focus focus(double x, double y) {
    return new Focus(Math.clamp(2 * x / width, -1.0, 1.0), Math.clamp(2 * y / height, -1.0, 1.0));
  }

  /// A point turned against the clock around the middle.
  private static double[] turned(double x, double y, double degrees) {
    var sine = Math.sin(Math.toRadians(degrees));
    var cosine = Math.cos(Math.toRadians(degrees));
    return new double[] {x * cosine - y * sine, x * sine + y * cosine};
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
