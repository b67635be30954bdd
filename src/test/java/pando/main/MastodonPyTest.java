package pando.main;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.Programs;
import pando.bench.Scene;

/// Two people who use the site with Mastodon.py, a library for clients in Python: see
/// `clients/mastodon_client.py` in the test resources. What was said stands in
/// `target/transcripts/mastodon.txt`.
@Tag("slow")
class MastodonPyTest {
  private static final Pattern PHOTO = Pattern.compile("photo: (http\\S+)");

  @TempDir private Path folder;

  @Test
  void twoPeopleFindTheirWayFromSignInToDeletion() throws IOException, URISyntaxException {
    var python = Programs.requirePython("mastodon");
    var script =
        Path.of(requireNonNull(getClass().getResource("/clients/mastodon_client.py")).toURI());
    var file = Files.write(folder.resolve("aspens.jpg"), Scene.jpeg(4000, 3000, 0.9f));
    try (var site = PandoProcess.start()) {
      var command =
          List.of(
              python.toString(),
              script.toString(),
              site.url().toString(),
              file.toString(),
              TestPando.PASSWORD);
      var printed =
          new Transcript("mastodon").run(Map.of("PYTHONDONTWRITEBYTECODE", "1"), "", command);

      assertThat(printed).endsWith("all was well\n");
      var photo = PHOTO.matcher(printed);
      assertThat(photo.find()).isTrue();
      var bytes = new TestClient(site.url(), null).download(photo.group(1)).body();
      var picture = ImageIO.read(new ByteArrayInputStream(bytes));
      assertThat(picture.getWidth() * 3).isEqualTo(picture.getHeight() * 4);
    }
  }
}
