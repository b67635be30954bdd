package pando.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values as bytes: records of texts, numbers, instants, choices, and lists and sets of such.
///
/// Only what a value holds is written; what it consists of is in the [#fingerprint], which is
/// another as soon as a component is added, renamed or moved: nodes of two versions never take the
/// bytes of one for those of the other.
final class Encoding<V> {
  private static final int MAX_BYTES = 1 << 24;

  private final Class<V> type;
  private final Part part;
  private final long fingerprint;

  private Encoding(Class<V> type) {
    this.type = type;
    this.part = part(type);
    this.fingerprint = hash(part.name());
  }

  /// @throws IllegalArgumentException if values of this type cannot be written
  static <V> Encoding<V> of(Class<V> type) {
    return new Encoding<>(type);
  }

  /// Says what a value consists of.
  long fingerprint() {
    return fingerprint;
  }

  byte[] encode(V value) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      write(part, value, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  /// The value that was encoded.
  ///
  /// @throws IllegalArgumentException if these bytes are none
  V decode(byte[] bytes, int from, int to) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes, from, to - from))) {
      var value = read(part, in);
      if (value == null || in.available() > 0) {
        throw new IllegalArgumentException("not one value");
      }
      return type.cast(value);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("no " + type.getSimpleName(), e);
    }
  }

  /// A part of a value: what it is, and what it consists of.
  private sealed interface Part {
    String name();
  }

  private record Simple(Class<?> type) implements Part {
    @Override
    public String name() {
      return type.getName();
    }
  }

  private record Choice(Class<?> type, List<Object> constants) implements Part {
    @Override
    public String name() {
      return type.getSimpleName() + constants;
    }
  }

  private record Many(boolean isSet, Part element) implements Part {
    @Override
    public String name() {
      return (isSet ? "set of " : "list of ") + element.name();
    }
  }

  private record Composed(
      String name, Constructor<?> constructor, List<Method> accessors, List<Part> parts)
      implements Part {}

  private static Part part(Type type) {
    if (type instanceof ParameterizedType many
        && (many.getRawType() == List.class || many.getRawType() == Set.class)) {
      return new Many(many.getRawType() == Set.class, part(many.getActualTypeArguments()[0]));
    } else if (type instanceof Class<?> plain && plain.isRecord()) {
      return composed(plain);
    } else if (type instanceof Class<?> plain && plain.isEnum()) {
      return new Choice(plain, List.of(plain.getEnumConstants()));
    } else if (type instanceof Class<?> plain && SIMPLE.contains(plain)) {
      return new Simple(plain);
    }
    throw new IllegalArgumentException("values of " + type + " cannot be kept in a shared cache");
  }

  private static final Set<Class<?>> SIMPLE =
      Set.of(
          String.class,
          Instant.class,
          long.class,
          int.class,
          boolean.class,
          Long.class,
          Integer.class,
          Boolean.class,
          long[].class);

  private static Composed composed(Class<?> type) {
    var components = type.getRecordComponents();
    var parts = new ArrayList<Part>();
    for (var component : components) {
      parts.add(part(component.getGenericType()));
    }
    var name = new StringBuilder(type.getSimpleName()).append('(');
    for (var i = 0; i < components.length; i++) {
      name.append(components[i].getName()).append(' ').append(parts.get(i).name()).append(';');
    }
    try {
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      var accessors =
          Arrays.stream(components)
              .map(RecordComponent::getAccessor)
              .peek(accessor -> accessor.setAccessible(true))
              .collect(Collectors.toUnmodifiableList());
      return new Composed(name.append(')').toString(), constructor, accessors, List.copyOf(parts));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e); // every record has it
    }
  }

  private static long hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static void write(Part part, @Nullable Object value, DataOutputStream out)
      throws IOException {
    out.writeBoolean(value != null);
    if (value == null) {
      return;
    }
    switch (part) {
      case Simple _ -> writeSimple(value, out);
      case Choice(var _, var constants) -> out.writeByte(constants.indexOf(value));
      case Many(var _, var element) -> {
        var all = (Collection<?>) value;
        out.writeInt(all.size());
        for (var each : all) {
          write(element, each, out);
        }
      }
      case Composed(var _, var _, var accessors, var parts) -> {
        for (var i = 0; i < parts.size(); i++) {
          write(parts.get(i), call(accessors.get(i), value), out);
        }
      }
    }
  }

  private static void writeSimple(Object value, DataOutputStream out) throws IOException {
    switch (value) {
      case String text -> {
        var bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
      }
      case Instant instant -> {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
      }
      case Long number -> out.writeLong(number);
      case Integer number -> out.writeInt(number);
      case Boolean choice -> out.writeBoolean(choice);
      case long[] numbers -> {
        out.writeInt(numbers.length);
        for (var number : numbers) {
          out.writeLong(number);
        }
      }
      default -> throw new IllegalStateException("no simple value: " + value.getClass());
    }
  }

  private static @Nullable Object call(Method accessor, Object value) {
    try {
      return accessor.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object read(Part part, DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    return switch (part) {
      case Simple(var type) -> readSimple(type, in);
      case Choice(var _, var constants) -> constants.get(in.readUnsignedByte());
      case Many(var isSet, var element) -> {
        var all = new ArrayList<@Nullable Object>();
        for (var left = length(in, 1); left > 0; left--) {
          all.add(read(element, in));
        }
        yield isSet ? Collections.unmodifiableSet(new LinkedHashSet<>(all)) : List.copyOf(all);
      }
      case Composed(var _, var constructor, var _, var parts) -> {
        var arguments = new @Nullable Object[parts.size()];
        for (var i = 0; i < arguments.length; i++) {
          arguments[i] = read(parts.get(i), in);
        }
        try {
          yield constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
          throw new IllegalArgumentException(e);
        }
      }
    };
  }

  private static Object readSimple(Class<?> type, DataInputStream in) throws IOException {
    if (type == String.class) {
      return new String(in.readNBytes(length(in, 1)), UTF_8);
    } else if (type == Instant.class) {
      return Instant.ofEpochSecond(in.readLong(), in.readInt());
    } else if (type == long.class || type == Long.class) {
      return in.readLong();
    } else if (type == int.class || type == Integer.class) {
      return in.readInt();
    } else if (type == boolean.class || type == Boolean.class) {
      return in.readBoolean();
    }
    var numbers = new long[length(in, Long.BYTES)];
    for (var i = 0; i < numbers.length; i++) {
      numbers[i] = in.readLong();
    }
    return numbers;
  }

  /// A number of things that follow, which cannot be more than there are bytes.
  private static int length(DataInputStream in, int bytesEach) throws IOException {
    var length = in.readInt();
    if (length < 0 || length > MAX_BYTES || (long) length * bytesEach > in.available()) {
      throw new IOException("so many are not there: " + length);
    }
    return length;
  }
}
