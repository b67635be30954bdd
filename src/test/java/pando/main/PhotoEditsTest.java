package pando.main;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.api.Schema;
import pando.media.TestPhotos;
import tools.jackson.databind.JsonNode;

/// Edits of photos over HTTP. Every answer is held to the document of the extension by
/// [TestClient].
class PhotoEditsTest {
  private static final TestPando PANDO = TestPando.onOneBox();
  private static final String EXTENSION = "/api/pando/";
  private static final Map<String, Object> LEFT_HALF = crop(0, 0, 0.5, 1);

  private static int people;

  private final TestPerson ana = PANDO.signUp("ana" + ++people);

  @AfterAll
  static void close() {
    PANDO.close();
  }

  private static Map<String, Object> crop(double x, double y, double width, double height) {
    return Map.of("kind", "crop", "x", x, "y", y, "width", width, "height", height);
  }

  private static Map<String, Object> rotate(double degrees) {
    return Map.of("kind", "rotate", "degrees", degrees);
  }

  private static Map<String, Object> blur(double sigma) {
    return Map.of("kind", "blur", "sigma", sigma);
  }

  private static Map<String, Object> sharpen(double amount) {
    return Map.of("kind", "sharpen", "sigma", 1, "amount", amount);
  }

  private static String path(String photo) {
    return EXTENSION + "v1/media/" + photo + "/edits";
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the steps are only read
  private TestClient.Answer edit(String photo, Map<String, Object>... steps) {
    return ana.client().post(path(photo), Map.of("steps", List.of(steps)));
  }

  @SafeVarargs
  private BufferedImage edited(String photo, Map<String, Object>... steps) {
    return seen(edit(photo, steps).ok().get("media"));
  }

  private BufferedImage seen(JsonNode media) {
    return TestPhotos.seen(bytes(media.get("url").asString()));
  }

  private byte[] bytes(String url) {
    return ana.client().download(url).body();
  }

  private JsonNode media(String photo) {
    return ana.client().get("/api/v1/media/" + photo).ok();
  }

  @Test
  void theDocumentAndTheRoutesSayTheSame() {
    var document = ana.client().get(EXTENSION + "v1/openapi.json").ok();
    var described =
        document.get("paths").properties().stream()
            .flatMap(path ->
                path.getValue().propertyNames().stream()
                    .filter(name -> !name.equals("parameters"))
                    .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
            .collect(Collectors.toSet());
    var answered = PANDO.endpoints().stream().map(it -> it.method() + " " + it.pattern()).toList();

    assertThat(answered).containsAll(described);
    assertThat(answered).filteredOn(it -> it.contains(" " + EXTENSION)).isSubsetOf(described);
    assertThat(document.get("openapi").asString()).isEqualTo("3.1.0");
  }

  @Test
  void theExamplesOfTheDocumentAreAsItSays() {
    var document = ana.client().get(EXTENSION + "v1/openapi.json").ok();
    var path = EXTENSION + "v1/media/{id}/edits";
    var checked = 0;
    for (var method : List.of("get", "post", "delete")) {
      for (var response :
          document.at("/paths").get(path).get(method).get("responses").properties()) {
        for (var example : response.getValue().at("/content/application~1json/examples")) {
          Schema.check(
              method.toUpperCase(Locale.ROOT),
              path,
              Integer.parseInt(response.getKey()),
              example.get("value").toString());
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo(6);
  }

  @Test
  void aCropIsExactlyTheRegionThatWasAskedFor() {
    var photo = ana.uploads(TestPhotos.jpeg(800, 600));
    var whole = seen(media(photo));

    var part = edited(photo, crop(0.25, 0.1, 0.4, 0.85));

    assertThat(part.getWidth()).isEqualTo(320);
    assertThat(part.getHeight()).isEqualTo(510);
    assertThat(TestPhotos.difference(part, whole.getSubimage(200, 60, 320, 510))).isLessThan(5);
    assertThat(TestPhotos.difference(part, whole.getSubimage(216, 60, 320, 510))).isGreaterThan(5);
  }

  @Test
  void quarterTurnsMoveEveryPixel() {
    var photo = ana.uploads(TestPhotos.jpeg(400, 300));
    var whole = seen(media(photo));

    var turned = edited(photo, rotate(90));

    assertThat(turned.getWidth()).isEqualTo(300);
    var expected = new BufferedImage(300, 400, BufferedImage.TYPE_INT_RGB);
    for (var y = 0; y < 300; y++) {
      for (var x = 0; x < 400; x++) {
        expected.setRGB(299 - y, x, whole.getRGB(x, y));
      }
    }
    assertThat(TestPhotos.difference(turned, expected)).isLessThan(5);
  }

  @Test
  void blurLowersAndSharpenRaisesWhatIsFine() {
    var photo = ana.uploads(TestPhotos.jpeg(800, 600));
    var plain = TestPhotos.roughness(seen(media(photo)));

    assertThat(TestPhotos.roughness(edited(photo, blur(4)))).isLessThan(plain * 0.5);
    assertThat(TestPhotos.roughness(edited(photo, sharpen(3)))).isGreaterThan(plain * 1.05);
    assertThat(TestPhotos.roughness(edited(photo, sharpen(3), blur(4)))).isLessThan(plain * 0.5);
  }

  @Test
  void stepsAddUpAndAreUndoneOneEditAtATime() {
    var photo = ana.uploads(TestPhotos.jpeg(800, 600));
    var original = media(photo);
    var first = edit(photo, LEFT_HALF).ok();
    var second = edit(photo, LEFT_HALF, rotate(90), rotate(3), blur(2), sharpen(1)).ok();

    assertThat(second.at("/edit/version").asInt()).isEqualTo(2);
    assertThat(second.at("/media/meta/original/width").asInt()).isCloseTo(580, within(12));
    var undone = ana.client().delete(path(photo)).ok();
    assertThat(undone).isEqualTo(first);
    assertThat(ana.client().delete(path(photo)).ok().get("media")).isEqualTo(original);
    assertThat(ana.client().delete(path(photo)).refusal())
        .isEqualTo("422 this photo has no edit that could be undone");
    assertThat(edit(photo).ok().at("/media/meta")).isEqualTo(original.get("meta"));
  }

  @Test
  void everyVersionSaysWhereItIsSeen() {
    var photo = ana.uploads(TestPhotos.jpeg(400, 300));
    var original = media(photo).get("url");
    var edited = edit(photo, LEFT_HALF).ok().at("/media/url");

    var versions = ana.client().get(path(photo)).ok();

    assertThat(versions.at("/0/url")).isEqualTo(original);
    assertThat(versions.at("/1/url")).isEqualTo(edited).isNotEqualTo(original);
  }

  @Test
  void aPostShowsTheEditAndTheOldAddressStaysAsItWas() {
    var photo = ana.uploads(TestPhotos.jpeg(800, 600));
    var before = media(photo).get("url").asString();
    var file = bytes(before);
    var post = ana.posts("an aspen", "public", photo);

    var edited = edit(photo, LEFT_HALF).ok().at("/media/url").asString();

    var shown = ana.client().get("/api/v1/statuses/" + post).ok().at("/media_attachments/0");
    assertThat(shown.get("url").asString()).isEqualTo(edited).isNotEqualTo(before);
    assertThat(bytes(before)).isEqualTo(file);
    ana.client().delete(path(photo)).ok();
    assertThat(
            ana.client()
                .get("/api/v1/statuses/" + post)
                .ok()
                .at("/media_attachments/0/url")
                .asString())
        .isEqualTo(before);
  }

  @Test
  void theFocusMovesWithThePictureAndComesBack() {
    var photo = ana.uploads(TestPhotos.jpeg(800, 600));
    ana.client().send("PUT", "/api/v1/media/" + photo, Map.of("focus", "0.5,0.5")).ok();

    assertFocus(edit(photo, crop(0.5, 0, 0.5, 0.5)).ok().get("media"), 0, 0);
    assertFocus(edit(photo, LEFT_HALF).ok().get("media"), 1, 0.5);
    ana.client().send("PUT", "/api/v1/media/" + photo, Map.of("description", "aspens")).ok();
    ana.client().delete(path(photo)).ok();
    assertFocus(ana.client().delete(path(photo)).ok().get("media"), 0.5, 0.5);

    edit(photo, LEFT_HALF).ok();
    ana.client().send("PUT", "/api/v1/media/" + photo, Map.of("focus", "0,0")).ok();
    assertFocus(media(photo), 0, 0);
    assertFocus(ana.client().delete(path(photo)).ok().get("media"), -0.5, 0);
  }

  private static void assertFocus(JsonNode media, double x, double y) {
    assertThat(media.at("/meta/focus/x").asDouble()).isCloseTo(x, within(1e-6));
    assertThat(media.at("/meta/focus/y").asDouble()).isCloseTo(y, within(1e-6));
  }

  @Test
  void everyVersionIsWithoutWhereItWasTakenAndInItsColours() throws IOException {
    var sent = TestPhotos.withExif(TestPhotos.wide(800, 600), 6);
    var photo = ana.uploads(sent);
    var originals = originals();

    for (var steps : List.of(LEFT_HALF, rotate(90), rotate(5), blur(2), sharpen(2))) {
      var media = edit(photo, steps).ok().get("media");
      for (var address : List.of("url", "preview_url")) {
        assertThat(new String(bytes(media.get(address).asString()), ISO_8859_1))
            .contains("ICC_PROFILE")
            .doesNotContain("Exif", "PandoCam", "xmpmeta", "secret");
      }
    }

    assertThat(originals()).isEqualTo(originals);
    assertThat(originals.values()).contains(new String(sent, ISO_8859_1));
  }

  private static Map<String, String> originals() throws IOException {
    var originals = new TreeMap<String, String>();
    try (var files = Files.walk(PANDO.folder())) {
      for (var file : files.filter(PhotoEditsTest::isOriginal).toList()) {
        originals.put(file.toString(), new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return originals;
  }

  private static boolean isOriginal(Path file) {
    return Files.isRegularFile(file) && file.toString().contains("/originals/");
  }

  @Test
  void whatCannotBeDoneIsRefusedAndChangesNothing() {
    var photo = ana.uploads(TestPhotos.jpeg(400, 300));
    var before = media(photo);
    for (var step :
        List.of(
            Map.<String, Object>of("kind", "frame"),
            Map.<String, Object>of("sigma", 1),
            blur(0),
            blur(-1),
            blur(1e9),
            crop(0.5, 0, 0.6, 1),
            crop(0, 0, 0, 0),
            rotate(361),
            sharpen(6),
            Map.<String, Object>of("kind", "blur", "sigma", "NaN"),
            Map.<String, Object>of("kind", "blur", "sigma", List.of(1)))) {
      assertThat(edit(photo, step).status()).as(step.toString()).isIn(400, 422);
    }
    var many = Collections.nCopies(21, blur(1));
    assertThat(ana.client().post(path(photo), Map.of("steps", many)).refusal())
        .isEqualTo("422 a photo has at most 20 edits");
    assertThat(ana.client().post(path(photo), Map.of("steps", "blur")).status()).isEqualTo(400);
    assertThat(PANDO.stranger().get(path(photo)).status()).isEqualTo(401);
    assertThat(ana.client().post(path(photo), Map.of("edits", List.of())).refusal())
        .startsWith("422 steps is missing");
    assertThat(PANDO.app().delete(path(photo)).status()).isEqualTo(422);

    assertThat(media(photo)).isEqualTo(before);
    assertThat(ana.client().get(path(photo)).body()).isEqualTo("[]");
  }

  @Test
  void anEditWhoseWorkerIsKilledIsDoneAgain() throws Exception {
    var photo = ana.uploads(TestPhotos.jpeg(400, 300));
    var before = media(photo);

    var answer = whileWorkersAreKilled(() -> edit(photo, LEFT_HALF));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().at("/edit/state").asString()).isEqualTo("waiting");
    assertThat(answer.json().get("media")).isEqualTo(before);
    assertThat(ana.client().get(path(photo)).status()).isEqualTo(206);
    PANDO.settle();
    assertThat(ana.client().get(path(photo)).ok().at("/1/shown").asBoolean()).isTrue();
    assertThat(media(photo).at("/meta/original/width").asInt()).isEqualTo(200);
  }

  @Test
  void anUploadWhoseWorkerIsKilledIsAnsweredAndDoneAgain() throws Exception {
    ana.uploads(TestPhotos.jpeg(400, 300)); // so that there is a worker

    var answer =
        whileWorkersAreKilled(() ->
            ana.client()
                .upload("POST", "/api/v2/media", "file", TestPhotos.jpeg(300, 200), Map.of()));

    assertThat(answer.status()).isEqualTo(202);
    var id = answer.json().get("id").asString();
    assertThat(ana.client().get("/api/v1/media/" + id).status()).isEqualTo(206);
    PANDO.settle();
    assertThat(media(id).at("/meta/original/width").asInt()).isEqualTo(300);
    assertThat(ana.posts("it lives", "public", id)).isNotEmpty();
  }

  @Test
  void anEditThatFailsSaysWhyAndCanBeUndone() throws Exception {
    var photo = ana.uploads(TestPhotos.jpeg(400, 300));
    var before = media(photo);
    var waiting = whileWorkersAreKilled(() -> edit(photo, LEFT_HALF));
    assertThat(waiting.status()).isEqualTo(202);
    for (var original : originals().keySet()) {
      if (original.contains(photo)) {
        Files.writeString(Path.of(original), "the disk has lost it");
      }
    }

    PANDO.settle();

    assertThat(ana.client().get(path(photo)).refusal()).startsWith("422 this file is not a photo");
    assertThat(media(photo)).isEqualTo(before);
    assertThat(ana.client().delete(path(photo)).ok().get("edit").isNull()).isTrue();
    assertThat(ana.client().get(path(photo)).status()).isEqualTo(200);
  }

  /// Does something whose photo reaches a worker that is killed then, with -9.
  private static <T> T whileWorkersAreKilled(Callable<T> work) throws Exception {
    var engine = PANDO.rooms().engine();
    var workers = engine.pids();
    assertThat(workers).isNotEmpty();
    signal("STOP", workers);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer = threads.submit(work);
      while (engine.resting() == workers.size()) {
        Thread.onSpinWait();
      }
      signal("KILL", workers);
      return answer.get();
    }
  }

  private static void signal(String name, List<Long> processes) throws Exception {
    for (var process : processes) {
      new ProcessBuilder("kill", "-" + name, process.toString()).inheritIO().start().waitFor();
    }
  }
}
