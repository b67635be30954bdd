package pando.media;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The native memory of one piece of work: all images and texts made through it are freed when it
/// is closed.
final class VipsJob implements AutoCloseable {
  final Vips vips;
  final Arena arena = Arena.ofShared();
  private final List<MemorySegment> objects = new ArrayList<>();

  VipsJob(Vips vips) {
    this.vips = vips;
  }

  /// An operation by its nickname, such as `gaussblur`.
  VipsOperation operation(String name) {
    return new VipsOperation(this, name);
  }

  /// A square matrix of numbers, which are divided by `scale`: what `conv` takes as its mask.
  VipsImage matrix(double scale, double... numbers) {
    var side = (int) Math.sqrt(numbers.length);
    var matrix =
        own(
            (MemorySegment)
                vips.call(
                    vips.matrix,
                    side,
                    side,
                    arena.allocateFrom(JAVA_DOUBLE, numbers),
                    numbers.length));
    vips.call(vips.setDouble, matrix.address(), text("scale"), scale);
    return matrix;
  }

  /// An image that this job frees.
  VipsImage own(MemorySegment address) {
    if (address.equals(MemorySegment.NULL)) {
      throw vips.failure();
    }
    objects.add(address);
    return new VipsImage(this, address);
  }

  MemorySegment text(String text) {
    return arena.allocateFrom(text);
  }

  /// A place for a pointer that a C function fills in.
  MemorySegment pointer() {
    return arena.allocate(ADDRESS);
  }

  @Override
  public void close() {
    objects.reversed().forEach(object -> vips.call(vips.unref, object));
    arena.close();
  }
}
