package pando.main;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pando.media.TestPhotos;

/// Multipart bodies that are broken, endless, or made of too much.
class MultipartInputTest extends HostileInput {
  private static final String TYPE = "multipart/form-data; boundary=b";
  private static final String FILE =
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n";

  private HostileSite.Answer uploads(String type, String body) {
    return site.send("POST", "/api/v2/media", type, body.getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data;",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=c",
        "multipart/form-data; boundary=\"b",
        "multipart/mixed; boundary=c",
        "multipart/",
      })
  void aBoundaryThatIsMissingOrAnother(String type) {
    uploads(type, FILE + "x\r\n--b--\r\n").isRefused(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "words",
        "--b",
        "--b\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"file\"",
        "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx",
        "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b",
        "--b\rContent-Disposition: form-data; name=\"file\"\r\rx\r--b--\r",
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: attachment; name=\"file\"\r\n\r\nx\r\n--b--\r\n",
        "--b\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nnonsense\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n\u00ff\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n\u0000\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nno file\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"file[]\"; filename=\"a\"\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"file[a]\"; filename=\"a\"\r\n\r\nx\r\n--b--",
      })
  void whatIsNoFormIsRefused(String body) {
    uploads(TYPE, body).isRefused(400, 422);
  }

  @Test
  void aPartThatNeverEndsIsRefusedAtTheLimit() {
    var head = "--b\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n";
    assertThat(uploads(TYPE, head + "x".repeat(2 << 20)).isRefused(413).reason())
        .contains("too large");
    uploads(TYPE, FILE + "x".repeat(1 << 20)).isRefused(400);
    assertThat(uploads(TYPE, FILE + "x".repeat(42 << 20)).isRefused(413).reason())
        .contains("larger than");
  }

  @Test
  void tooManyPartsFilesAndHeaders() {
    var part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n";
    uploads(TYPE, part.repeat(10_000) + "--b--\r\n").isRefused(400, 413);
    uploads(TYPE, (FILE + "x\r\n").repeat(5) + "--b--\r\n").isRefused(413);
    uploads(TYPE, "--b\r\nX: " + "y".repeat(1 << 20) + "\r\n\r\nx\r\n--b--\r\n")
        .isRefused(400, 413);
    uploads(TYPE, "--b\r\n" + "X: y\r\n".repeat(100_000) + "\r\nx\r\n--b--\r\n")
        .isRefused(400, 413);
    uploads(TYPE, "--b\r\n".repeat(100_000)).isRefused(400, 413);
    uploads("multipart/form-data; boundary=" + "b".repeat(5_000), "--b--").isRefused(400);
  }

  /// Names and types are claims: a file is what its bytes are, and its name is no path.
  @ParameterizedTest
  @CsvSource({
    "../../../../etc/passwd, image/jpeg",
    "a.svg, image/svg+xml",
    "a.html, text/html",
    "'', ''",
    "a%00.jpg, application/x-php",
    "C:\\x.exe, multipart/form-data",
    "a.jpg, image/jpeg; charset=utf-7",
  })
  void aPhotoIsKnownByItsBytes(String name, String type) {
    var head =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n%s\r\n"
            .formatted(name, type.isEmpty() ? "" : "Content-Type: " + type + "\r\n");
    var photo = new String(TestPhotos.jpeg(40, 30), ISO_8859_1);
    var answer = uploads(TYPE, head + photo + "\r\n--b--\r\n");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("passwd", "svg", "html", "exe");
    keeps();
  }
}
