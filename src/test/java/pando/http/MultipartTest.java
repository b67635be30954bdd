package pando.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.base.Refusal;

class MultipartTest {
  @TempDir Path directory;

  @Test
  void aFileNeedsNoTypeAndMayHaveAnyName() throws Exception {
    var part =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../사진 1.jpg\"\r\n\r\n";
    try (var call = call(part + "\u00ff\u00d8\u0000\r\n--x\r\n--b--\r\n")) {
      var upload = Objects.requireNonNull(call.params().upload("file"));

      assertThat(upload.fileName()).endsWith(" 1.jpg");
      assertThat(upload.contentType()).isNull();
      assertThat(upload.sizeBytes()).isEqualTo(8);
      assertThat(upload.file()).hasParent(directory);
      assertThat(Files.readString(upload.file(), ISO_8859_1))
          .isEqualTo("\u00ff\u00d8\u0000\r\n--x");
    }
    assertThat(left()).isZero();
  }

  @Test
  void aFileThatWasMovedIsKept() throws Exception {
    try (var call = call(file("file", "photo") + "--b--\r\n")) {
      var upload = Objects.requireNonNull(call.params().upload("file"));
      Files.move(upload.file(), directory.resolve("kept"));
    }
    assertThat(directory.resolve("kept")).hasContent("photo");
  }

  @Test
  void filesAndTextsMix() throws Exception {
    var text =
        "--b\r\nContent-Disposition: form-data; name=\"fields_attributes[0][name]\"\r\n\r\na\r\n";
    var body = file("avatar", "one") + text + file("header", "two") + "--b--\r\n";
    try (var call = call(body)) {
      var params = call.params();

      assertThat(Objects.requireNonNull(params.upload("avatar")).sizeBytes()).isEqualTo(3);
      assertThat(Objects.requireNonNull(params.upload("header")).contentType())
          .isEqualTo("image/png");
      assertThat(params.each("fields_attributes").getFirst().text("name")).isEqualTo("a");
    }
    assertThat(left()).isZero();
  }

  @Test
  void aFileThatWasNotChosenIsNone() throws Exception {
    var part =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--b--\r\n";
    try (var call = call(part)) {
      assertThat(call.params().upload("file")).isNull();
    }
  }

  @Test
  void aLargeFileIsReceivedWhole() throws Exception {
    try (var call = call(file("file", "0123456789".repeat(1_000_000)) + "--b--\r\n")) {
      var upload = Objects.requireNonNull(call.params().upload("file"));
      assertThat(upload.sizeBytes()).isEqualTo(10_000_000);
      assertThat(Files.size(upload.file())).isEqualTo(10_000_000);
    }
    assertThat(left()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--",
        "--b",
        "--b\r\n",
        "--b--",
        "nothing of the kind",
        "--other--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf",
        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nhalf\r\n--b\r\n",
        "--b\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\nnameless\r\n--b--\r\n",
        "--b\r\nno head\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\u00ff\r\n--b--\r\n",
      })
  void brokenBodiesAreMalformedAndLeaveNothing(String body) throws Exception {
    try (var call = call(body)) {
      if (body.equals("--b--")) {
        assertThat(call.params().has("file")).isFalse(); // a body without parts
      } else {
        assertThatThrownBy(call::params).isInstanceOf(Refusal.Malformed.class);
      }
    }
    assertThat(left()).isZero();
  }

  @Test
  void tooManyFilesAndTooLongTextsAreTooLarge() throws Exception {
    var text = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
    for (var body :
        new String[] {
          file("a[]", "x").repeat(Multipart.MAX_FILES + 1) + "--b--\r\n",
          text + "x".repeat(Body.MAX_TEXT_BYTES + 1) + "\r\n--b--\r\n",
          file("a", "x".repeat(Multipart.MAX_FILE_BYTES + 1)) + "--b--\r\n",
        }) {
      try (var call = call(body)) {
        assertThatThrownBy(call::params).isInstanceOf(Refusal.TooLarge.class);
      }
      assertThat(left()).isZero();
    }
  }

  @Test
  void nobodyUploadsBeforeSayingWhoTheyAre() throws Exception {
    try (var call = call(file("file", "photo") + "--b--\r\n")) {
      assertThatThrownBy(() -> call.require("write:media"))
          .isInstanceOf(Refusal.Unauthorized.class);
      assertThat(left()).isZero();
    }
  }

  private Call call(String body) {
    var type = "multipart/form-data; boundary=b";
    return TestCall.in(directory, "POST", "/", body.getBytes(ISO_8859_1), "Content-Type", type);
  }

  private static String file(String name, String content) {
    return "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a.png\"\r\n"
            .formatted(name)
        + "Content-Type: image/png\r\n\r\n%s\r\n".formatted(content);
  }

  private int left() throws IOException {
    try (var files = Files.list(directory)) {
      return (int) files.count();
    }
  }
}
