package pando.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pando.main.TestPando;
import pando.media.TestPhotos;

/// Posting from a train.
@Tag("slow")
class LostConnectionTest {
  private static final String UPLOAD = "**/api/v2/media";
  private static final String POST = "**/api/v1/statuses";

  @TempDir private static Path folder;
  @AutoClose private static final TestPando site = TestPando.working();

  @RegisterExtension final Chromium chromium = new Chromium();

  @Test
  void nothingIsLostAndThePostAppearsOnce() throws IOException {
    var ana = site.signUp("ana");
    var visit = new Visit(chromium.open(site.url())).signsIn("ana").goes("/new");
    var page = visit.page();
    var first = Files.write(folder.resolve("first.jpg"), TestPhotos.jpeg(400, 300));
    var second = Files.write(folder.resolve("second.jpg"), TestPhotos.jpeg(300, 400));

    var uploads = new ArrayList<Route>();
    page.route(UPLOAD, uploads::add);
    page.locator(".drop input").setInputFiles(new Path[] {first, second});
    visit.sees(".uploads li.sending:nth-child(2)");
    page.waitForCondition(() -> uploads.size() == 2);
    page.context().setOffline(true);
    visit.reads("The site cannot be reached. Are you online?");
    assertThat(page.locator(".uploads li.failed")).hasCount(2);
    visit.writes(".uploads li:nth-child(1) textarea", "Wide");
    visit.writes(".uploads li:nth-child(2) textarea", "High");
    visit.writes("textarea.words", "From the train");

    page.unroute(UPLOAD);
    page.context().setOffline(false);
    assertThat(page.locator(".uploads li.ready")).hasCount(2);
    visit.clicks(".uploads li:nth-child(2) .earlier");

    page.route(
        POST,
        route -> {
          route.fetch(); // the site has it, and its answer is lost
          route.abort("connectionreset");
        });
    visit.clicks(".ending button[type=submit]").reads("Your post is kept here");
    page.reload();
    page.unroute(POST);
    visit.reads("Post it again: it will appear only once.");
    assertThat(page.locator("textarea.words")).hasValue("From the train");
    assertThat(page.locator(".uploads li:nth-child(1) textarea")).hasValue("High");
    visit.writes("textarea.words", "From the train, late");
    visit.clicks(".ending button[type=submit]").reads("Your post is out.");

    var posts = ana.client().get("/api/v1/accounts/" + ana.id().value() + "/statuses").ok();
    assertThat(posts).hasSize(1);
    assertThat(posts.at("/0/content").asString()).contains("From the train, late");
    assertThat(posts.at("/0/media_attachments/0/description").asString()).isEqualTo("High");
    assertThat(posts.at("/0/media_attachments/1/description").asString()).isEqualTo("Wide");
    visit.goes("/new");
    assertThat(page.locator("textarea.words")).hasValue("");
  }
}
