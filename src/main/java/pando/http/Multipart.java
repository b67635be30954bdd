package pando.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// Reads a `multipart/form-data` body: its texts into memory, its files onto disk as they arrive.
///
/// The parser swallows what its listener throws; therefore the first failure is kept and thrown at
/// the end.
final class Multipart extends MultiPart.AbstractPartsListener {
  static final int MAX_FILES = 4;
  static final int MAX_FILE_BYTES = 40 << 20;
  private static final int MAX_PART_HEAD_BYTES = 8 << 10;
  private static final int BUFFER_BYTES = 32 << 10;

  private final MultiPart.Parser parser;
  private final Path directory;
  private final List<Path> files;
  private final FormTree tree = new FormTree();
  private int textBytes;
  private boolean complete;
  private @Nullable Throwable failure;

  // The part that is being read: a text, or a file once its head has named one.
  private ByteArrayOutputStream text = new ByteArrayOutputStream();
  private @Nullable Path file;
  private @Nullable OutputStream output;
  private long fileBytes;

  Multipart(String boundary, Path directory, List<Path> files) {
    this.parser = new MultiPart.Parser(boundary, this);
    this.directory = directory;
    this.files = files;
    parser.setMaxParts(FormTree.MAX_PARAMETERS);
    parser.setPartHeadersMaxLength(MAX_PART_HEAD_BYTES);
  }

  /// Reads to the end of the body. Files that were begun are in the list, whatever happens.
  Map<String, @Nullable Object> tree(Body body) {
    try {
      for (var count = 0; count >= 0 && failure == null; ) {
        var buffer = new byte[BUFFER_BYTES]; // new each time: the parser may keep a part of it
        count = body.read(buffer);
        var content = ByteBuffer.wrap(buffer, 0, Math.max(0, count));
        parser.parse(Content.Chunk.from(content, count < 0));
      }
    } finally {
      closeFile();
    }
    if (failure instanceof Refusal refusal) {
      throw refusal;
    }
    if (failure instanceof UncheckedIOException broken) {
      throw broken; // of our disk
    }
    if (failure != null || !complete) {
      throw new Refusal.Malformed("the multipart body is broken");
    }
    return tree.root();
  }

  @Override
  public void onPartContent(Content.Chunk chunk) {
    try {
      if (getFileName() == null) {
        addText(chunk.getByteBuffer());
      } else {
        addToFile(chunk.getByteBuffer());
      }
    } catch (Refusal refused) {
      onFailure(refused);
    } catch (IOException broken) {
      onFailure(new UncheckedIOException("cannot take an upload in " + directory, broken));
    }
  }

  @Override
  public void onPart(@Nullable String name, @Nullable String fileName, HttpFields headers) {
    try {
      closeFile();
      addPart(name, fileName, headers.get(HttpHeader.CONTENT_TYPE));
    } catch (Refusal | UncheckedIOException failed) {
      onFailure(failed);
    }
    text = new ByteArrayOutputStream();
    file = null;
    fileBytes = 0;
  }

  @Override
  public void onComplete() {
    complete = true;
  }

  @Override
  public void onFailure(Throwable failure) {
    this.failure = Objects.requireNonNullElse(this.failure, failure);
  }

  private void addPart(@Nullable String name, @Nullable String fileName, @Nullable String type) {
    if (name == null) {
      throw new Refusal.Malformed("a part of the multipart body has no name");
    }
    if (file == null) {
      tree.add(name, FormText.utf8(text.toByteArray())); // a file that is empty was not chosen
    } else {
      tree.add(name, new Upload(file, fileBytes, fileName, type));
    }
  }

  private void addText(ByteBuffer content) throws IOException {
    textBytes += content.remaining();
    if (textBytes > Body.MAX_TEXT_BYTES) {
      throw new Refusal.TooLarge("the texts of the body are too large");
    }
    BufferUtil.writeTo(content, text);
  }

  private void addToFile(ByteBuffer content) throws IOException {
    if (!content.hasRemaining()) {
      return;
    }
    if (output == null) {
      if (files.size() == MAX_FILES) {
        throw new Refusal.TooLarge("more than %d files".formatted(MAX_FILES));
      }
      file = Files.createTempFile(directory, "upload", null);
      files.add(file);
      output = Files.newOutputStream(file);
    }
    fileBytes += content.remaining();
    if (fileBytes > MAX_FILE_BYTES) {
      throw new Refusal.TooLarge("a file is larger than %d bytes".formatted(MAX_FILE_BYTES));
    }
    BufferUtil.writeTo(content, output);
  }

  private void closeFile() {
    try {
      if (output != null) {
        output.close();
        output = null;
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
