package pando.media;

import io.avaje.jsonb.Json;
import java.util.List;
import pando.base.Refusal;

/// One change to a photo. A list of edits is applied in order to the original, upright.
///
/// Lengths are fractions of the picture as it is when the edit's turn comes; radii are pixels of
/// the finished large variant, so that what an editor previews at that size is what is made.
@Json(typeProperty = "kind")
@Json.SubType(type = Edit.Crop.class, name = "crop")
@Json.SubType(type = Edit.Rotate.class, name = "rotate")
@Json.SubType(type = Edit.Sharpen.class, name = "sharpen")
@Json.SubType(type = Edit.Blur.class, name = "blur")
public sealed interface Edit {
  /// How many edits one photo may have.
  int MAX_EDITS = 20;

  /// Keeps a rectangle: `x` and `y` are its left upper corner, all four are fractions from 0 to 1.
  record Crop(double x, double y, double width, double height) implements Edit {
    /// The least part of a side that a crop may leave.
    public static final double MIN_SIDE = 0.01;

    private static final double ROUNDING = 1e-6;

    public Crop {
      requireWithin("crop x", x, 0, 1);
      requireWithin("crop y", y, 0, 1);
      requireWithin("crop width", width, MIN_SIDE, 1);
      requireWithin("crop height", height, MIN_SIDE, 1);
      if (x + width > 1 + ROUNDING || y + height > 1 + ROUNDING) {
        throw new Refusal.Invalid("the crop reaches beyond the edge of the photo");
      }
    }
  }

  /// Turns clockwise. Quarter turns are exact; any other angle straightens the photo, and keeps the
  /// largest upright rectangle that has no empty corners.
  record Rotate(double degrees) implements Edit {
    public Rotate {
      requireWithin("rotate degrees", degrees, -360, 360);
    }

    /// How often 90 degrees clockwise, 0 to 3; -1 if it is not a quarter turn.
    int quarters() {
      return degrees % 90 == 0 ? Math.floorMod((int) (degrees / 90), 4) : -1;
    }
  }

  /// Makes edges crisper.
  ///
  /// @param sigma the width of the edges that are sharpened, in pixels
  /// @param amount how strongly: 1 is clearly visible
  record Sharpen(double sigma, double amount) implements Edit {
    public Sharpen {
      requireWithin("sharpen sigma", sigma, 0.1, 10);
      requireWithin("sharpen amount", amount, 0, 5);
    }
  }

  /// Blurs everything with a Gaussian of `sigma` pixels.
  record Blur(double sigma) implements Edit {
    public Blur {
      requireWithin("blur sigma", sigma, 0.1, 100);
    }
  }

  /// Refuses more than [#MAX_EDITS].
  static void requireFew(List<Edit> edits) {
    if (edits.size() > MAX_EDITS) {
      throw new Refusal.Invalid("a photo has at most %d edits".formatted(MAX_EDITS));
    }
  }

  private static void requireWithin(String what, double value, double min, double max) {
    if (!(value >= min && value <= max)) { // NaN is refused too
      throw new Refusal.Invalid("%s must be from %s to %s".formatted(what, plain(min), plain(max)));
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
