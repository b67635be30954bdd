package pando.media;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pando.base.Refusal;
import pando.media.Variant.Format;
import pando.media.Variant.Size;

/// Makes the variants of one photo from its original: check, decode, edit, resize, encode.
///
/// Everything is done at the scale of the result. A photo of twelve megapixels is decoded at half
/// its size where its format can do that, and no edit ever touches more pixels than are shown.
final class Darkroom {
  /// The longest side.
  static final int MAX_SIDE = 16_384;

  /// The most frames of an animation, and the most pixels of all of them together.
  static final int MAX_FRAMES = 500;

  static final long MAX_ANIMATION_PIXELS = 100_000_000;

  /// The longest side of an animation as it is shown: each second of it is ten or more photos.
  static final int ANIMATION_SIDE = 640;

  private static final int WEBP_QUALITY = 80;
  private static final int WEBP_EFFORT = 4;
  private static final int ANIMATION_QUALITY = 70;
  private static final int ANIMATION_EFFORT = 2;
  private static final int JPEG_QUALITY = 82;
  private static final int BLUR_HASH_SIDE = 32;
  private static final String WHITE = "255";

  /// A JPEG can be decoded at 1/2, 1/4 or 1/8 for a fraction of the time; so much is left to a good
  /// filter, or lines get jagged.
  private static final double LEFT_TO_FILTER = 1.5;

  /// What resizing takes from the edges, a light sharpening gives back: one pixel against its eight
  /// neighbours. (`vips_sharpen` looks a little better and takes forty times as long.)
  private static final double[] LIGHT = {-1, -1, -1, -1, 32, -1, -1, -1, -1};

  private static final double LIGHT_SCALE = 24;

  private final VipsJob job;
  private final ImageKind kind;
  private final MemorySegment file;
  private final Purpose purpose;
  private final List<Edit> edits;
  private final long maxPixels;

  Darkroom(VipsJob job, EngineProtocol.Task task, MemorySegment file) {
    this.job = job;
    this.kind = task.kind();
    this.file = file;
    this.purpose = task.purpose();
    this.edits = task.edits();
    this.maxPixels = task.maxPixels();
  }

  /// Makes all variants.
  ///
  /// @throws Refusal.Invalid if the file is damaged or breaks a limit, in words for its owner
  Rendition develop() {
    var header = readable(loader()::image);
    requireWithinLimits(header);
    var upright = Extent.ofUpright(header);
    var seen = upright.after(edits);
    var scale = scale(seen);

    var large = readable(() -> finished(edited(normal(decode(header, upright, scale)))).inMemory());
    var variants = new ArrayList<Variant>();
    var shown = scale < 1 ? sharpened(large) : large;
    var animated = purpose == Purpose.POST && edits.isEmpty() && isAnimation(header);
    variants.add(animated ? animation(header) : webp(Size.LARGE, shown));
    variants.add(jpeg(Size.LARGE, shown));
    if (purpose == Purpose.POST) {
      var small = small(large);
      variants.add(webp(Size.SMALL, small));
      variants.add(jpeg(Size.SMALL, small));
    }
    return new Rendition(
        kind, seen.roundWidth(), seen.roundHeight(), animated, blurHash(large), variants);
  }

  private void requireWithinLimits(VipsImage header) {
    var pixels = (long) header.width() * header.height();
    if (pixels > maxPixels || Math.max(header.width(), header.height()) > MAX_SIDE) {
      throw new Refusal.Invalid(
          "this photo is %,d by %,d pixels, and Pando takes up to %,d pixels, no side over %,d"
              .formatted(header.width(), header.height(), maxPixels, MAX_SIDE));
    }
    if (isAnimation(header)
        && (header.pages() > MAX_FRAMES || pixels * header.pages() > MAX_ANIMATION_PIXELS)) {
      throw new Refusal.Invalid(
          "this animation has %,d frames and %,d pixels in all, and Pando takes up to %,d and %,d"
              .formatted(
                  header.pages(), pixels * header.pages(), MAX_FRAMES, MAX_ANIMATION_PIXELS));
    }
  }

  /// Whether it moves. (HEIC and AVIF files may hold several photos: the first one is taken.)
  private boolean isAnimation(VipsImage header) {
    return (kind == ImageKind.GIF || kind == ImageKind.WEBP) && header.pages() > 1;
  }

  /// Opens the file: its header is read at once, its pixels from top to bottom when needed.
  private VipsOperation loader() {
    return job.operation(kind.loader())
        .with("buffer", file)
        .with("fail_on", "truncated")
        .with("access", "sequential");
  }

  /// How much smaller than what is seen the result is; 1 if it stays as it is.
  private double scale(Extent seen) {
    var across = purpose.width() / seen.width();
    var down = purpose.height() / seen.height();
    return Math.min(1, purpose.cut() ? Math.max(across, down) : Math.min(across, down));
  }

  private VipsImage decode(VipsImage header, Extent upright, double scale) {
    var shrink = kind == ImageKind.JPEG ? jpegShrink(scale) : 1;
    return (shrink == 1 ? header : loader().with("shrink", shrink).image())
        .operation("thumbnail_image")
        .with("width", Math.max(1, Math.round(upright.width() * scale)))
        .with("height", Math.max(1, Math.round(upright.height() * scale)))
        .with("size", "force")
        .image();
  }

  private static int jpegShrink(double scale) {
    var shrink = 8;
    while (shrink > 1 && shrink * LEFT_TO_FILTER * scale > 1) {
      shrink /= 2;
    }
    return shrink;
  }

  /// Eight bits for each colour, in colours that both JPEG and WebP have. A profile stays as it is:
  /// wide colours stay wide.
  private static VipsImage normal(VipsImage image) {
    if (image.isCmyk() || (image.bands() < 3 && image.hasProfile())) {
      return image
          .operation("icc_transform")
          .with("output_profile", "srgb")
          .with("input_profile", image.isCmyk() ? "cmyk" : "srgb")
          .with("embedded", true)
          .image();
    }
    return image.operation("colourspace").with("space", image.bands() < 3 ? "b-w" : "srgb").image();
  }

  /// Edits read pixels in any order, files only from the top.
  private VipsImage edited(VipsImage picture) {
    var image = edits.isEmpty() ? picture : picture.inMemory();
    for (var edit : edits) {
      image = apply(image, edit);
    }
    return image;
  }

  private static VipsImage apply(VipsImage image, Edit edit) {
    return switch (edit) {
      case Edit.Crop(var x, var y, var width, var height) ->
          area(
              image,
              (int) Math.round(x * image.width()),
              (int) Math.round(y * image.height()),
              (int) Math.round(width * image.width()),
              (int) Math.round(height * image.height()));
      case Edit.Rotate rotate -> rotated(image, rotate);
      case Edit.Sharpen(var sigma, var amount) ->
          image
              .operation("sharpen")
              .with("sigma", sigma)
              .with("m2", 3 * amount)
              .with("y2", 10 * amount)
              .with("y3", 20 * amount)
              .image();
      case Edit.Blur(var sigma) -> blurred(image, sigma);
    };
  }

  /// The part of an image at `x`, `y`; what reaches beyond its edge by rounding is cut.
  private static VipsImage area(VipsImage image, int x, int y, int width, int height) {
    var left = Math.min(x, image.width() - 1);
    var top = Math.min(y, image.height() - 1);
    return image
        .job()
        .operation("extract_area")
        .with("input", image)
        .with("left", left)
        .with("top", top)
        .with("width", Math.clamp(width, 1, image.width() - left))
        .with("height", Math.clamp(height, 1, image.height() - top))
        .image();
  }

  private static VipsImage rotated(VipsImage image, Edit.Rotate rotate) {
    var quarters = rotate.quarters();
    if (quarters >= 0) {
      return image.operation("rot").with("angle", "d" + 90 * quarters).image();
    }
    var kept = new Extent(image.width(), image.height()).after(List.of(rotate));
    var turned = image.operation("rotate").with("angle", rotate.degrees()).image();
    return area( // without the outermost pixels, which are half empty
        turned,
        (int) Math.ceil((turned.width() - kept.width()) / 2) + 1,
        (int) Math.ceil((turned.height() - kept.height()) / 2) + 1,
        (int) Math.floor(kept.width()) - 2,
        (int) Math.floor(kept.height()) - 2);
  }

  /// Pixels that cannot be seen must not bleed into those that can.
  private static VipsImage blurred(VipsImage image, double sigma) {
    var visible = image.hasAlpha() ? image.operation("premultiply").image() : image;
    var blurred = visible.operation("gaussblur").with("sigma", sigma).image();
    return image.hasAlpha()
        ? blurred
            .operation("unpremultiply")
            .image()
            .operation("cast")
            .with("format", "uchar")
            .image()
        : blurred;
  }

  private VipsImage finished(VipsImage image) {
    return purpose.cut() ? cut(image) : area(image, 0, 0, purpose.width(), purpose.height());
  }

  /// The middle of an image: first its shape and then its size. The other way round, a line of
  /// pixels would be enlarged until it is as wide as the result, and be gigabytes long.
  private VipsImage cut(VipsImage image) {
    var scale =
        Math.min(
            (double) image.width() / purpose.width(), (double) image.height() / purpose.height());
    var width = (int) Math.max(1, Math.round(purpose.width() * scale));
    var height = (int) Math.max(1, Math.round(purpose.height() * scale));
    return area(image, (image.width() - width) / 2, (image.height() - height) / 2, width, height)
        .operation("thumbnail_image")
        .with("width", purpose.width())
        .with("height", purpose.height())
        .with("size", "force")
        .image();
  }

  private VipsImage small(VipsImage large) {
    if (Math.max(large.width(), large.height()) <= Purpose.SMALL_SIDE) {
      return large;
    }
    return sharpened(fitted(large, Purpose.SMALL_SIDE));
  }

  private static VipsImage fitted(VipsImage image, int side) {
    return image
        .operation("thumbnail_image")
        .with("width", side)
        .with("height", side)
        .with("size", "down")
        .image();
  }

  /// Graphics with transparency stay as they are: light edges would show around them.
  private VipsImage sharpened(VipsImage image) {
    return image.hasAlpha()
        ? image
        : image
            .operation("conv")
            .with("mask", job.matrix(LIGHT_SCALE, LIGHT))
            .with("precision", "integer")
            .image()
            .inMemory();
  }

  private static Variant webp(Size size, VipsImage image) {
    var bytes =
        image
            .operation("webpsave_buffer")
            .with("Q", WEBP_QUALITY)
            .with("effort", WEBP_EFFORT)
            .bytes();
    return new Variant(size, Format.WEBP, image.width(), image.height(), PublicBytes.ofWebp(bytes));
  }

  private static Variant jpeg(Size size, VipsImage image) {
    var bytes =
        opaque(image)
            .operation("jpegsave_buffer")
            .with("Q", JPEG_QUALITY)
            .with("optimize_coding", true)
            .bytes();
    return new Variant(size, Format.JPEG, image.width(), image.height(), PublicBytes.ofJpeg(bytes));
  }

  private static VipsImage opaque(VipsImage image) {
    return image.hasAlpha() ? image.operation("flatten").with("background", WHITE).image() : image;
  }

  /// All frames as one WebP.
  private Variant animation(VipsImage header) {
    var side = Math.min(ANIMATION_SIDE, Math.max(header.width(), header.height()));
    return readable(() -> {
      var frames = fitted(loader().with("n", -1).image(), side);
      var bytes =
          frames
              .operation("webpsave_buffer")
              .with("Q", ANIMATION_QUALITY)
              .with("effort", ANIMATION_EFFORT)
              .bytes();
      return new Variant(
          Size.LARGE, Format.WEBP, frames.width(), frames.pageHeight(), PublicBytes.ofWebp(bytes));
    });
  }

  private static String blurHash(VipsImage image) {
    var tiny =
        opaque(fitted(image, BLUR_HASH_SIDE))
            .operation("colourspace")
            .with("space", "srgb")
            .image();
    return BlurHash.of(tiny.pixels(), tiny.width(), tiny.height());
  }

  /// A step whose failure is the fault of the file.
  private <T> T readable(Supplier<T> step) {
    try {
      return step.get();
    } catch (Vips.VipsFailure failure) {
      System.err.println("photo refused: " + failure.getMessage());
      throw new Refusal.Invalid(
          kind == ImageKind.HEIC
              ? "this HEIC photo is damaged, or of a sort that this server cannot read:"
                  + " send it as JPEG"
              : "this photo is damaged or incomplete: send it again, or save it anew first");
    }
  }
}
