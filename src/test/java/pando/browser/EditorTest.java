package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pando.main.TestPando;
import pando.main.TestPerson;
import pando.media.TestPhotos;
import tools.jackson.databind.JsonNode;

/// The photo editor, held to the photos that the site makes.
@Tag("slow")
class EditorTest {
  private static final String DRAFTED =
      "JSON.parse(Object.entries(localStorage).find(([key]) => key.startsWith('pando.draft'))[1])"
          + ".photos[0].media.id";

  @TempDir private static Path folder;
  @AutoClose private static final TestPando site = TestPando.working();

  @RegisterExtension final Chromium chromium = new Chromium();

  @Test
  void eachToolMakesWhatItShowsAndIsUndone() throws IOException {
    var file = Files.write(folder.resolve("quarters.jpg"), TestPhotos.jpeg(1200, 800));
    var ana = site.signUp("ana");
    var visit = new Visit(chromium.open(site.url())).signsIn("ana").goes("/new");
    visit.page().locator(".drop input").setInputFiles(file);
    visit.sees(".uploads li.ready");
    var id = (String) visit.page().evaluate(DRAFTED);
    var original = seen(ana, id);

    edit(visit).getByText("1:1").click();
    visit.clicks(".editor .apply").hears("Cropped to 800 by 800 pixels.");
    save(visit);
    var square = seen(ana, id);
    assertThat(square.getWidth()).isEqualTo(800);
    assertThat(TestPhotos.difference(square, original.getSubimage(200, 0, 800, 800))).isLessThan(5);

    edit(visit);
    tool(visit, "Turn").clicks(".editor .turn-right").hears("Turned right.");
    save(visit);
    var turned = seen(ana, id);
    assertThat(new Color(turned.getRGB(600, 200)).getRed()).isGreaterThan(200);
    assertThat(new Color(turned.getRGB(600, 200)).getGreen()).isLessThan(60);

    edit(visit);
    tool(visit, "Sharpen").writes(".editor .slider input", "5");
    save(visit);
    var sharp = TestPhotos.roughness(seen(ana, id));
    assertThat(sharp).isGreaterThan(TestPhotos.roughness(turned) * 1.05);

    edit(visit);
    tool(visit, "Blur").writes(".editor .slider input", "4");
    save(visit);
    assertThat(TestPhotos.roughness(seen(ana, id))).isLessThan(sharp * 0.5);

    undo(visit);
    assertThat(TestPhotos.roughness(seen(ana, id))).isCloseTo(sharp, within(0.01));
    undo(visit);
    assertThat(TestPhotos.difference(seen(ana, id), turned)).isZero();
    undo(visit);
    assertThat(TestPhotos.difference(seen(ana, id), square)).isZero();
    undo(visit);
    assertThat(seen(ana, id).getWidth()).isEqualTo(1200);
    assertThat(TestPhotos.difference(seen(ana, id), original)).isZero();
  }

  @Test
  void aPostedPhotoIsEditedByKeysThoughTheConnectionIsLostAndTheWorkersAreBusy() throws Exception {
    var ben = site.signUp("ben");
    var post = ben.posts("Four colours", "public", ben.uploads(TestPhotos.jpeg(1200, 800)));
    var visit = new Visit(chromium.open(site.url())).signsIn("ben").goes("/@ben/" + post);
    visit.clicks(".album .frame").clicks(".viewer .edit").sees(".editor .cropper-crop-box");

    visit.page().locator(".editor .frame").focus();
    for (var press = 0; press < 5; press++) {
      visit.presses("Shift+ArrowLeft");
    }
    visit.hears("Frame: 90% wide, 100% high; 0% from the left, 0% from the top");
    visit.presses("ArrowRight", "Enter").hears("Cropped to 1080 by 800 pixels.");

    visit.page().context().setOffline(true);
    visit.clicks(".editor .save").reads("The site cannot be reached. Are you online?");
    visit.page().context().setOffline(false);
    site.whileWorkersAreBusy(
        () -> visit.clicks(".editor .fault button").reads("Your photo is in the queue"));
    isClosed(visit);
    assertThat(photo(ben, post).at("/meta/original/width").asInt()).isEqualTo(1080);

    visit.clicks(".viewer .edit").sees(".editor .cropper-crop-box");
    tool(visit, "Focal point");
    visit.page().locator(".editor .point").focus();
    for (var press = 0; press < 10; press++) {
      visit.presses("ArrowLeft", "ArrowUp");
    }
    visit.hears("Focal point: 30% from the left, 30% from the top");
    save(visit);
    assertThat(photo(ben, post).at("/meta/focus/x").asDouble()).isCloseTo(-0.4, within(0.01));
    assertThat(photo(ben, post).at("/meta/focus/y").asDouble()).isCloseTo(0.4, within(0.01));
    visit.goes("/@ben").sees(".tile pando-photo.loaded");
    visit.finds("document.querySelector('.tile img').style.objectPosition === '30% 30%'");
  }

  private static Locator edit(Visit visit) {
    visit.clicks(".uploads .edit").sees(".editor .cropper-crop-box");
    return visit.page().locator(".editor .panel");
  }

  private static Visit tool(Visit visit, String name) {
    return visit.clicks(".editor .tools button:has-text('%s')".formatted(name));
  }

  private static void save(Visit visit) {
    visit.clicks(".editor .save");
    isClosed(visit);
  }

  private static void isClosed(Visit visit) {
    var gone = new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);
    visit.page().locator(".editor").waitFor(gone);
  }

  private static void undo(Visit visit) {
    edit(visit);
    visit.page().keyboard().press("Control+z");
    save(visit);
  }

  private static BufferedImage seen(TestPerson person, String id) {
    var url = person.client().get("/api/v1/media/" + id).ok().get("url").asString();
    return TestPhotos.seen(person.client().download(url).body());
  }

  private static JsonNode photo(TestPerson person, String post) {
    return person.client().get("/api/v1/statuses/" + post).ok().at("/media_attachments/0");
  }
}
