package pando.browser;

import com.microsoft.playwright.APIRequest;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import pando.main.RunningPando;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The demo, and in it somebody who is new, somebody who is reported, and an administrator. It
/// stays in `target/pictures-site`, so that it is there at once for the next pictures.
record PreparedSite(
    RunningPando pando,
    String password,
    String talked,
    String edited,
    String covered,
    List<Path> photos)
    implements AutoCloseable {
  /// Asks whether a program may have everything.
  static final String CONSENT =
      "/oauth/authorize?client_id=pictures&response_type=code&scope=read+write+follow"
          + "&redirect_uri=urn:ietf:wg:oauth:2.0:oob";

  private static final Path FOLDER = Path.of("target", "pictures-site");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "aspens in the wind";

  private static final String FIXTURE =
      """
      users:
        - {name: nina, password: %1$s}
        - {name: olaf, password: %1$s}
        - {name: noa, password: %1$s, role: admin}
      apps:
        - name: Photo Frame
          client_id: pictures
          client_secret: pictures-secret
          redirect_uris: ["urn:ietf:wg:oauth:2.0:oob"]
          scopes: read write follow
      tokens:
        - {token: token-of-nina, user: nina, app: pictures, scopes: read write}
        - {token: token-of-olaf, user: olaf, app: pictures, scopes: read write}
      """
          .formatted(PASSWORD);

  /// Who looks.
  enum Member {
    NOBODY,
    GUEST,
    NINA,
    OLAF,
    NOA
  }

  static PreparedSite open() throws IOException {
    var data = Files.createDirectories(FOLDER.resolve("data"));
    var fixture = Files.writeString(FOLDER.resolve("fixture.yaml"), FIXTURE);
    var pando = RunningPando.up(data, "--demo", "--fixture", fixture.toString());
    var password = pando.guest().password();
    try (var playwright = Playwright.create()) {
      var web =
          playwright
              .request()
              .newContext(new APIRequest.NewContextOptions().setBaseURL(pando.url().toString()));
      var all = get(web, "/api/v1/timelines/public?only_media=true&limit=40");
      var photos = download(web, all);
      var olaf = get(web, "/api/v1/accounts/lookup?acct=olaf").get("id").asString();
      if (get(web, "/api/v1/accounts/%s/statuses".formatted(olaf)).isEmpty()) {
        fill(web, olaf, photos);
      }
      var own = get(web, "/api/v1/accounts/%s/statuses".formatted(olaf));
      return new PreparedSite(
          pando, password, path(mostAnswered(all)), path(own.get(1)), path(own.get(0)), photos);
    }
  }

  private static void fill(APIRequestContext web, String olaf, List<Path> photos) {
    var first =
        Map.of("status", "A lake in teh morning", "media_ids", List.of(media(web, photos.get(0))));
    var edited = post(web, "olaf", "/api/v1/statuses", first).get("id").asString();
    var better = Map.of("status", "A lake in the morning", "media_ids", first.get("media_ids"));
    var options = as("olaf").setData(better);
    read(web.put("/api/v1/statuses/" + edited, options));
    var covered =
        post(
                web,
                "olaf",
                "/api/v1/statuses",
                Map.of(
                    "status",
                    "Buy cheap watches",
                    "spoiler_text",
                    "Not for everyone",
                    "sensitive",
                    true,
                    "media_ids",
                    List.of(media(web, photos.get(1)), media(web, photos.get(2)))))
            .get("id")
            .asString();
    post(
        web,
        "nina",
        "/api/v1/reports",
        Map.of(
            "account_id",
            olaf,
            "status_ids",
            List.of(covered, edited),
            "category",
            "spam",
            "comment",
            "The third time today, and always the same watches."));
  }

  private static String media(APIRequestContext web, Path photo) {
    var form = FormData.create().set("file", photo).set("description", "A photo of the demo");
    return read(web.post("/api/v2/media", as("olaf").setMultipart(form))).get("id").asString();
  }

  private static RequestOptions as(String name) {
    return RequestOptions.create().setHeader("Authorization", "Bearer token-of-" + name);
  }

  private static JsonNode post(APIRequestContext web, String name, String path, Object form) {
    return read(web.post(path, as(name).setData(form)));
  }

  private static JsonNode get(APIRequestContext web, String path) {
    return read(web.get(path));
  }

  private static JsonNode read(APIResponse answer) {
    if (!answer.ok()) {
      throw new AssertionError(answer.url() + ": " + answer.status() + " " + answer.text());
    }
    return JSON.readTree(answer.body());
  }

  /// Three photos of the demo as files.
  private static List<Path> download(APIRequestContext web, JsonNode posts) throws IOException {
    var files = new ArrayList<Path>();
    for (var post : posts) {
      var file = FOLDER.resolve("photo-%d.jpg".formatted(files.size()));
      Files.write(file, web.get(post.at("/media_attachments/0/url").asString()).body());
      files.add(file);
      if (files.size() == 3) {
        break;
      }
    }
    return files;
  }

  private static JsonNode mostAnswered(JsonNode posts) {
    var most = posts.get(0);
    for (var post : posts) {
      if (post.get("replies_count").asInt() > most.get("replies_count").asInt()) {
        most = post;
      }
    }
    return most;
  }

  private static String path(JsonNode post) {
    return URI.create(post.get("url").asString()).getPath();
  }

  URI url() {
    return pando.url();
  }

  Visit signIn(Visit visit, Member who) {
    visit.goes("/notifications").writes("#login", who == Member.GUEST ? "robin" : nameOf(who));
    visit.writes("#password", who == Member.GUEST ? password : PASSWORD);
    return visit.clicks("button[type=submit]").sees("a.entry.self");
  }

  private static String nameOf(Member who) {
    return who.name().toLowerCase(Locale.ROOT);
  }

  /// Opens the pages of moderators, which want the password each time they are loaded.
  Visit enter(Visit visit) {
    return visit
        .goes("/admin")
        .clicks(".door button")
        .writes("#password", PASSWORD)
        .clicks("button[value=allow]")
        .sees(".admin nav");
  }

  @Override
  public void close() {
    pando.close();
  }
}
