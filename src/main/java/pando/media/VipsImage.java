package pando.media;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// An image in libvips: mostly a description of how its pixels are made when they are needed.
///
/// @param address the `VipsImage *`, owned by the job
record VipsImage(VipsJob job, MemorySegment address) {
  private static final int INTERPRETATION_CMYK = 15;

  /// EXIF orientations from here on swap width and height.
  private static final int FIRST_TURNED = 5;

  int width() {
    return number(job.vips.width);
  }

  int height() {
    return number(job.vips.height);
  }

  int bands() {
    return number(job.vips.bands);
  }

  /// How many frames the file has, which may be more than were loaded.
  int pages() {
    return number(job.vips.pages);
  }

  /// The height of one of the frames that were loaded; they lie below one another.
  int pageHeight() {
    return number(job.vips.pageHeight);
  }

  boolean hasAlpha() {
    return number(job.vips.hasAlpha) != 0;
  }

  boolean isCmyk() {
    return number(job.vips.interpretation) == INTERPRETATION_CMYK;
  }

  boolean hasProfile() {
    return (long) job.vips.call(job.vips.typeOf, address, job.text("icc-profile-data")) != 0;
  }

  /// Whether the camera was held upright, so that the picture is still to be turned to its side.
  boolean isTurned() {
    return number(job.vips.orientation) >= FIRST_TURNED;
  }

  /// An operation whose input is this image.
  VipsOperation operation(String name) {
    return job.operation(name).with("in", this);
  }

  /// The same image with its pixels made, once, now.
  VipsImage inMemory() {
    return job.own((MemorySegment) job.vips.call(job.vips.copyMemory, address));
  }

  /// All pixels, row by row.
  byte[] pixels() {
    var length = job.arena.allocate(JAVA_LONG);
    var data = (MemorySegment) job.vips.call(job.vips.writeToMemory, address, length);
    if (data.equals(MemorySegment.NULL)) {
      throw job.vips.failure();
    }
    var pixels = data.reinterpret(length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    job.vips.call(job.vips.free, data);
    return pixels;
  }

  private int number(MethodHandle function) {
    return (int) job.vips.call(function, address);
  }
}
