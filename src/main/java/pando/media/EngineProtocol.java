package pando.media;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What [ImageEngine] and its workers say to each other over a pipe: the worker greets once, then
/// each request has one answer. Both ends are from one jar, so there are no versions.
final class EngineProtocol {
  /// Begins each message. Anything else means that the pipe has lost its place.
  private static final int START = 0x50414e44;

  private static final int CHUNK_BYTES = 64 << 10;

  private EngineProtocol() {}

  /// What a worker says first: the version of its libvips, or empty if it found none.
  record Greeting(String version) {}

  /// What to make of a file. Its size and its bytes follow.
  record Task(ImageKind kind, Purpose purpose, List<Edit> edits, long maxPixels) {
    Task {
      edits = List.copyOf(edits);
    }
  }

  /// What a worker answers.
  sealed interface Answer {
    record Done(Rendition rendition) implements Answer {}

    /// The file is not acceptable; the reason is for its owner.
    record Refused(String reason) implements Answer {}

    /// Something is wrong with the worker.
    record Failed(String detail) implements Answer {}
  }

  static void write(DataOutputStream out, Greeting greeting) throws IOException {
    out.writeInt(START);
    out.writeUTF(greeting.version());
    out.flush();
  }

  static Greeting readGreeting(DataInputStream in) throws IOException {
    readStart(in);
    return new Greeting(in.readUTF());
  }

  static void write(DataOutputStream out, Task task, byte[] file) throws IOException {
    out.writeInt(START);
    out.writeUTF(task.kind().name());
    out.writeUTF(task.purpose().name());
    out.writeByte(task.edits().size());
    for (var edit : task.edits()) {
      write(out, edit);
    }
    out.writeLong(task.maxPixels());
    out.writeInt(file.length);
    out.write(file);
    out.flush();
  }

  static Task readTask(DataInputStream in) throws IOException {
    readStart(in);
    var kind = ImageKind.valueOf(in.readUTF());
    var purpose = Purpose.valueOf(in.readUTF());
    var edits = new ArrayList<Edit>();
    for (var left = in.readByte(); left > 0; left--) {
      edits.add(readEdit(in));
    }
    return new Task(kind, purpose, edits, in.readLong());
  }

  /// Reads a file into native memory: it may be larger than the heap should be.
  static MemorySegment readFile(DataInputStream in, Arena arena) throws IOException {
    var file = arena.allocate(in.readInt());
    var chunk = new byte[CHUNK_BYTES];
    for (var at = 0L; at < file.byteSize(); ) {
      var read = in.read(chunk, 0, (int) Math.min(chunk.length, file.byteSize() - at));
      if (read < 0) {
        throw new EOFException();
      }
      MemorySegment.copy(chunk, 0, file, JAVA_BYTE, at, read);
      at += read;
    }
    return file;
  }

  private static void write(DataOutputStream out, Edit edit) throws IOException {
    switch (edit) {
      case Edit.Crop(var x, var y, var width, var height) -> write(out, 'c', x, y, width, height);
      case Edit.Rotate(var degrees) -> write(out, 'r', degrees);
      case Edit.Sharpen(var sigma, var amount) -> write(out, 's', sigma, amount);
      case Edit.Blur(var sigma) -> write(out, 'b', sigma);
    }
  }

  private static void write(DataOutputStream out, char edit, double... numbers) throws IOException {
    out.writeByte(edit);
    for (var number : numbers) {
      out.writeDouble(number);
    }
  }

  private static Edit readEdit(DataInputStream in) throws IOException {
    var edit = (char) in.readByte();
    return switch (edit) {
      case 'c' -> new Edit.Crop(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
      case 'r' -> new Edit.Rotate(in.readDouble());
      case 's' -> new Edit.Sharpen(in.readDouble(), in.readDouble());
      case 'b' -> new Edit.Blur(in.readDouble());
      default -> throw new IOException("unknown edit " + edit);
    };
  }

  static void write(DataOutputStream out, Answer answer) throws IOException {
    out.writeInt(START);
    switch (answer) {
      case Answer.Done(var rendition) -> {
        out.writeByte('d');
        write(out, rendition);
      }
      case Answer.Refused(var reason) -> {
        out.writeByte('r');
        out.writeUTF(reason);
      }
      case Answer.Failed(var detail) -> {
        out.writeByte('f');
        out.writeUTF(detail);
      }
    }
    out.flush();
  }

  private static void write(DataOutputStream out, Rendition rendition) throws IOException {
    out.writeUTF(rendition.kind().name());
    out.writeInt(rendition.width());
    out.writeInt(rendition.height());
    out.writeBoolean(rendition.animated());
    out.writeUTF(rendition.blurHash());
    out.writeByte(rendition.variants().size());
    for (var variant : rendition.variants()) {
      out.writeUTF(variant.size().name());
      out.writeUTF(variant.format().name());
      out.writeInt(variant.width());
      out.writeInt(variant.height());
      out.writeInt(variant.bytes().length);
      out.write(variant.bytes());
    }
  }

  static Answer readAnswer(DataInputStream in) throws IOException {
    readStart(in);
    var answer = (char) in.readByte();
    return switch (answer) {
      case 'd' -> new Answer.Done(readRendition(in));
      case 'r' -> new Answer.Refused(in.readUTF());
      case 'f' -> new Answer.Failed(in.readUTF());
      default -> throw new IOException("unknown answer " + answer);
    };
  }

  private static Rendition readRendition(DataInputStream in) throws IOException {
    var kind = ImageKind.valueOf(in.readUTF());
    var width = in.readInt();
    var height = in.readInt();
    var animated = in.readBoolean();
    var blurHash = in.readUTF();
    var variants = new ArrayList<Variant>();
    for (var left = in.readByte(); left > 0; left--) {
      variants.add(
          new Variant(
              Variant.Size.valueOf(in.readUTF()),
              Variant.Format.valueOf(in.readUTF()),
              in.readInt(),
              in.readInt(),
              readBytes(in)));
    }
    return new Rendition(kind, width, height, animated, blurHash, variants);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    var length = in.readInt();
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static void readStart(DataInputStream in) throws IOException {
    if (in.readInt() != START) {
      throw new IOException("not the start of a message");
    }
  }
}
