package pando.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pando.bench.Scene;
import pando.main.TestPando;

/// From a stranger to somebody who posts.
@Tag("slow")
@Tag("product")
class PostingTest {
  @TempDir private static Path folder;
  @AutoClose private static final TestPando site = TestPando.working();

  @RegisterExtension final Chromium chromium = new Chromium();

  @Test
  void aStrangerJoinsAndPostsAPhoto() throws IOException {
    var photo = Files.write(folder.resolve("aspens.jpg"), Scene.jpeg(1600, 1200, 0.9f));

    var carla =
        new Visit(chromium.open(site.url()))
            .goes("/")
            .clicks(".welcome a.button")
            .writes("#username", "carla")
            .writes("#email", "carla@example.org")
            .writes("#password", TestPando.PASSWORD)
            .clicks("#agreement")
            .clicks("button[type=submit]")
            .clicks("a.entry.new");
    carla.page().locator(".drop input").setInputFiles(photo);
    carla
        .writes(".uploads textarea", "Aspens in autumn")
        .writes("textarea.words", "My first photo #fishlake")
        .clicks(".ending button[type=submit]")
        .reads("My first photo")
        .finds("document.querySelector('.post img[alt=\"Aspens in autumn\"]')?.naturalWidth > 0");

    carla.goes("/@carla").sees("pando-profile .tile");
  }

  @Test
  void aPhotoIsSentAlsoWhenTheTokenHasEndedMeanwhile() throws IOException {
    var photo = Files.write(folder.resolve("lake.jpg"), Scene.jpeg(800, 600, 0.9f));
    site.signUp("dora");
    var dora = new Visit(chromium.open(site.url())).signsIn("dora").clicks("a.entry.new");

    dora.page().evaluate("sessionStorage.setItem('pando.token', 'one that has ended')");
    dora.page().locator(".drop input").setInputFiles(photo);

    dora.sees(".uploads textarea").finds("!document.querySelector('.uploads [role=progressbar]')");
    dora.writes(".uploads textarea", "A lake").writes("textarea.words", "Still here");
    dora.clicks(".ending button[type=submit]").reads("Still here").sees(".post img[alt='A lake']");
  }
}
