package pando.media;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/// One operation of libvips: its options are set by name, then it runs once.
final class VipsOperation {
  /// The size of a `GValue`: a type and two words.
  private static final long VALUE_BYTES = 24;

  private final VipsJob job;
  private final Vips vips;
  private final MemorySegment address;

  VipsOperation(VipsJob job, String name) {
    this.job = job;
    this.vips = job.vips;
    this.address = (MemorySegment) vips.call(vips.operationNew, job.text(name));
    if (address.equals(MemorySegment.NULL)) {
      throw vips.failure();
    }
  }

  /// Sets an option as on the command line of `vips`: a number, `true`, or a word.
  VipsOperation with(String option, Object value) {
    var name = job.text(option);
    if ((int) vips.call(vips.setFromString, address, name, job.text(value.toString())) != 0) {
      throw abandoned();
    }
    return this;
  }

  VipsOperation with(String option, VipsImage image) {
    var value = value(vips.imageType);
    vips.call(vips.valueSetObject, value, image.address());
    return withProperty(option, value);
  }

  /// Sets an option to bytes, which must stay where they are until the images made from them are
  /// gone.
  VipsOperation with(String option, MemorySegment bytes) {
    var value = value(vips.blobType);
    vips.call(vips.valueSetBlob, value, MemorySegment.NULL, bytes, bytes.byteSize());
    return withProperty(option, value);
  }

  private VipsOperation withProperty(String option, MemorySegment value) {
    vips.call(vips.setProperty, address, job.text(option), value);
    vips.call(vips.valueUnset, value);
    return this;
  }

  /// Runs the operation. Most make pixels only when these are asked for.
  VipsImage image() {
    var built = build();
    var value = value(vips.imageType);
    vips.call(vips.property, built, job.text("out"), value);
    var image = (MemorySegment) vips.call(vips.valueDupObject, value);
    release(value, built);
    return job.own(image);
  }

  /// Runs the operation, one that encodes a file.
  byte[] bytes() {
    var built = build();
    var value = value(vips.blobType);
    vips.call(vips.property, built, job.text("buffer"), value);
    var length = job.arena.allocate(JAVA_LONG);
    var data = (MemorySegment) vips.call(vips.valueBlob, value, length);
    var bytes = data.reinterpret(length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    release(value, built);
    return bytes;
  }

  private MemorySegment build() {
    var built = (MemorySegment) vips.call(vips.operationBuild, address);
    if (built.equals(MemorySegment.NULL)) {
      throw abandoned();
    }
    vips.call(vips.unref, address);
    return built;
  }

  private Vips.VipsFailure abandoned() {
    vips.call(vips.unrefOutputs, address);
    vips.call(vips.unref, address);
    return vips.failure();
  }

  private void release(MemorySegment value, MemorySegment built) {
    vips.call(vips.valueUnset, value);
    vips.call(vips.unrefOutputs, built);
    vips.call(vips.unref, built);
  }

  private MemorySegment value(long type) {
    var value = job.arena.allocate(VALUE_BYTES, 8);
    vips.call(vips.valueInit, value, type);
    return value;
  }
}
