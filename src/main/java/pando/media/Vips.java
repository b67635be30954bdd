package pando.media;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The C functions of libvips (8.14 and later) that Pando calls, by their C names.
///
/// libvips describes its operations at run time: [VipsOperation] makes one by name and sets its
/// options as properties. So a dozen functions of fixed shape serve all operations, and none of the
/// variadic ones is needed. About a hundred calls make a photo; what they cost does not count
/// beside the pixels.
///
/// Used by one thread at a time: the error text is one buffer for the whole library.
final class Vips {
  private static final int OLDEST_MAJOR = 8;
  private static final int OLDEST_MINOR = 14;
  private static final Linker LINKER = Linker.nativeLinker();

  private final SymbolLookup library;

  private final MethodHandle errorBuffer = function("vips_error_buffer", ADDRESS);
  private final MethodHandle errorClear = procedure("vips_error_clear");

  final MethodHandle operationNew = function("vips_operation_new", ADDRESS, ADDRESS);
  final MethodHandle operationBuild = function("vips_cache_operation_build", ADDRESS, ADDRESS);
  final MethodHandle unrefOutputs = procedure("vips_object_unref_outputs", ADDRESS);
  final MethodHandle setFromString =
      function("vips_object_set_argument_from_string", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);

  final MethodHandle width = function("vips_image_get_width", JAVA_INT, ADDRESS);
  final MethodHandle height = function("vips_image_get_height", JAVA_INT, ADDRESS);
  final MethodHandle bands = function("vips_image_get_bands", JAVA_INT, ADDRESS);
  final MethodHandle interpretation = function("vips_image_get_interpretation", JAVA_INT, ADDRESS);
  final MethodHandle pages = function("vips_image_get_n_pages", JAVA_INT, ADDRESS);
  final MethodHandle pageHeight = function("vips_image_get_page_height", JAVA_INT, ADDRESS);
  final MethodHandle orientation = function("vips_image_get_orientation", JAVA_INT, ADDRESS);
  final MethodHandle hasAlpha = function("vips_image_hasalpha", JAVA_INT, ADDRESS);
  final MethodHandle typeOf = function("vips_image_get_typeof", JAVA_LONG, ADDRESS, ADDRESS);
  final MethodHandle copyMemory = function("vips_image_copy_memory", ADDRESS, ADDRESS);
  final MethodHandle writeToMemory =
      function("vips_image_write_to_memory", ADDRESS, ADDRESS, ADDRESS);
  final MethodHandle matrix =
      function("vips_image_new_matrix_from_array", ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  final MethodHandle setDouble = procedure("vips_image_set_double", ADDRESS, ADDRESS, JAVA_DOUBLE);

  final MethodHandle valueInit = function("g_value_init", ADDRESS, ADDRESS, JAVA_LONG);
  final MethodHandle valueUnset = procedure("g_value_unset", ADDRESS);
  final MethodHandle valueSetObject = procedure("g_value_set_object", ADDRESS, ADDRESS);
  final MethodHandle valueDupObject = function("g_value_dup_object", ADDRESS, ADDRESS);
  final MethodHandle valueSetBlob =
      procedure("vips_value_set_blob", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  final MethodHandle valueBlob = function("vips_value_get_blob", ADDRESS, ADDRESS, ADDRESS);
  final MethodHandle setProperty = procedure("g_object_set_property", ADDRESS, ADDRESS, ADDRESS);
  final MethodHandle property = procedure("g_object_get_property", ADDRESS, ADDRESS, ADDRESS);
  final MethodHandle unref = procedure("g_object_unref", ADDRESS);
  final MethodHandle free = procedure("g_free", ADDRESS);

  /// The `GType` of an image.
  final long imageType;

  /// The `GType` of a block of bytes.
  final long blobType;

  private final String version;

  private Vips(SymbolLookup library) {
    this.library = library;
    super(); // from here on the fields above are initialised, by their functions' names
    try (var arena = Arena.ofConfined()) {
      if ((int) call(function("vips_init", JAVA_INT, ADDRESS), arena.allocateFrom("pando")) != 0) {
        throw failure();
      }
    }
    var part = function("vips_version", JAVA_INT, JAVA_INT);
    version = "%s.%s.%s".formatted(call(part, 0), call(part, 1), call(part, 2));
    // One thread for each photo: photos in parallel use the processors better than parts of one.
    call(procedure("vips_concurrency_set", JAVA_INT), 1);
    call(procedure("vips_cache_set_max", JAVA_INT), 0);
    imageType = (long) call(function("vips_image_get_type", JAVA_LONG));
    blobType = (long) call(function("vips_blob_get_type", JAVA_LONG));
  }

  /// The first of `names` (paths, or names that the system's loader finds) that can be loaded, or
  /// null if there is none.
  static @Nullable Vips load(List<String> names) {
    var reasons = new ArrayList<String>();
    for (var name : names) {
      try {
        var vips = new Vips(SymbolLookup.libraryLookup(name, Arena.global()));
        if (vips.isRecent()) {
          return vips;
        }
        reasons.add(name + ": version " + vips.version() + " is too old");
      } catch (IllegalArgumentException e) { // cannot be loaded, or lacks a function: try the next
        reasons.add(name + ": " + e.getMessage());
      }
    }
    System.err.println("no libvips can be used: " + String.join("; ", reasons));
    return null;
  }

  private boolean isRecent() {
    var parts = version.split("\\.", -1);
    var major = Integer.parseInt(parts[0]);
    return major > OLDEST_MAJOR
        || (major == OLDEST_MAJOR && Integer.parseInt(parts[1]) >= OLDEST_MINOR);
  }

  /// The version of the library, such as `8.14.1`.
  String version() {
    return version;
  }

  /// Calls a C function.
  Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // C functions throw nothing
    }
  }

  /// What libvips says about its latest failure, on one line.
  VipsFailure failure() {
    var text = ((MemorySegment) call(errorBuffer)).reinterpret(Long.MAX_VALUE).getString(0);
    call(errorClear);
    return new VipsFailure(text.strip().replace("\n", "; "));
  }

  private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return bind(name, FunctionDescriptor.of(result, arguments));
  }

  private MethodHandle procedure(String name, MemoryLayout... arguments) {
    return bind(name, FunctionDescriptor.ofVoid(arguments));
  }

  private MethodHandle bind(String name, FunctionDescriptor shape) {
    var address =
        library.find(name).orElseThrow(() -> new IllegalArgumentException("has no " + name));
    return LINKER.downcallHandle(address, shape);
  }

  /// An operation of libvips failed, mostly because of the image.
  static final class VipsFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VipsFailure(String text) {
      super(text);
    }
  }
}
