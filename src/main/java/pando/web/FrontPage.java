package pando.web;

import static java.util.Map.entry;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pando.base.PostId;
import pando.base.Refusal;
import pando.config.SiteConfig;
import pando.http.Call;
import pando.http.Reply;
import pando.http.Router;

/// The page that the web app runs in, the same for all its addresses: `/`, `/@ana`,
/// `/@ana/followers`, `/@ana/123`, `/@ana/123/boosts`, `/tags/dawn` and those of [#PAGES]. What it
/// shows, the app reads from the public API; its head tells other sites and search engines what the
/// page is about, and its status whether there is anything that everybody may see.
public final class FrontPage {
  /// The app's own pages; what is below `@` belongs to people.
  private static final Set<String> PAGES =
      Set.of("explore", "new", "notifications", "search", "settings", "bookmarks", "favourites");

  /// Folders that few people need: the app fetches their styles with their modules.
  private static final Set<String> LAZY = Set.of("admin", "cropper", "editor", "offline");

  /// The pages of people below a person and below a post.
  private static final Set<String> RELATED = Set.of("followers", "following");

  private static final Set<String> REACTED = Set.of("favourites", "boosts");

  /// Those that the app speaks, the usual one first.
  private static final List<String> LANGUAGES = List.of("en", "ko");

  private static final String LARGE_CARD = "summary_large_image";

  static final String STYLE = "app.css";
  private static final String START = "app.js";
  private static final String PAGES_SCRIPT = "shell/pages.js";

  /// Chooses the host that the app comes from, if there is one beside the site.
  private static final String BOOT = "core/boot.js";

  /// Runs before all others are there.
  private static final String EARLY = "core/early.js";

  private final SiteConfig site;
  private final URI url; // of the site
  private final URI media;
  private final Assets assets;
  private final Previews previews;
  private final Template page;
  private final Map<String, Object> common;

  /// @param site its title and what it is for, for the time before the app runs
  /// @param url where people reach the site, without a slash at the end
  /// @param media where photos and the files of the app are fetched from
  public FrontPage(SiteConfig site, URI url, URI media, Assets assets, Previews previews) {
    this.site = site;
    this.url = url;
    this.media = media;
    this.assets = assets;
    this.previews = previews;
    this.page =
        Mustache.compiler().escapeHTML(true).defaultValue("").compile(Assets.page("front.html"));
    this.common =
        Map.ofEntries(
            entry("site", site.title()),
            entry("icon", assets.url("icons/app-192.png").toString()),
            entry("touchIcon", assets.url("icons/touch-180.png").toString()),
            entry("about", site.description()),
            entry("ours", media.equals(url)),
            entry("media", media.equals(url) ? "" : media.toString()),
            entry("boot", assets.url(BOOT).toString()),
            entry("style", assets.url(STYLE).toString()),
            entry("early", assets.url(EARLY).toString()),
            entry("modules", assets.urls(modules(assets, Stream.of(EARLY, START)))),
            entry("start", assets.url(START).toString()));
  }

  /// Adds the addresses of the app.
  public void routes(Router router) {
    router
        .get("/", this::showStart)
        .get("/admin", this::showToModerators)
        .get("/admin/reports", this::showToModerators)
        .get("/admin/reports/{id}", this::showToModerators)
        .get("/admin/people", this::showToModerators)
        .get("/admin/people/{id}", this::showToModerators)
        .get("/{name}", this::showPage)
        .get("/{name}/{id}", this::showBelow)
        .get("/{name}/{id}/{list}", this::showList);
  }

  private Reply showStart(Call call) {
    return show(call, preview(site.title(), url + "/"));
  }

  private Reply showPage(Call call) {
    var name = call.pathParam("name");
    if (name.startsWith("@")) {
      return show(call, previews.person(name.substring(1)));
    }
    if (!PAGES.contains(name)) {
      throw new Refusal.NotFound();
    }
    return show(call, preview(site.title(), url + "/" + name));
  }

  private Reply showBelow(Call call) {
    var name = call.pathParam("name");
    var below = call.pathParam("id");
    if (name.equals("tags")) {
      var tag = URLEncoder.encode(below, StandardCharsets.UTF_8);
      return show(call, preview("#" + below, url + "/tags/" + tag));
    }
    if (!name.startsWith("@")) {
      throw new Refusal.NotFound();
    }
    return show(call, RELATED.contains(below) ? previews.person(name.substring(1)) : post(call));
  }

  private Reply showList(Call call) {
    if (!call.pathParam("name").startsWith("@") || !REACTED.contains(call.pathParam("list"))) {
      throw new Refusal.NotFound();
    }
    return show(call, post(call));
  }

  /// The page is the same for all, and shows moderators what they may see.
  private Reply showToModerators(Call call) {
    return show(
        call,
        new Preview("website", site.title(), site.description(), url + "/", null, false, null));
  }

  private @Nullable Preview post(Call call) {
    var id = call.findPathId("id");
    return id == 0 ? null : previews.post(new PostId(id));
  }

  /// A page that is about nobody.
  private Preview preview(String title, String url) {
    return new Preview("website", title, site.description(), url, null, true, null);
  }

  /// @param preview null: there is nothing here that everybody may see. The app comes all the same:
  ///   it may be something for the reader
  private Reply show(Call call, @Nullable Preview preview) {
    var values = new HashMap<String, Object>(common);
    var language = call.language(LANGUAGES); // most likely: who has chosen another fetches that too
    values.put("language", language);
    values.put("words", assets.url("words/" + language + ".json").toString());
    values.put("preview", preview == null ? List.of() : List.of(fields(preview)));
    values.put("title", preview == null ? site.title() : title(preview));
    values.put("hidden", preview == null || !preview.indexed());
    return Reply.html(preview == null ? 404 : 200, page.execute(values))
        .with("Cache-Control", "no-cache")
        .with("Vary", "Accept-Language")
        .with("Content-Security-Policy", policy(call));
  }

  private String title(Preview preview) {
    return preview.title().equals(site.title())
        ? site.title()
        : preview.title() + " · " + site.title();
  }

  private static Map<String, Object> fields(Preview preview) {
    var picture = preview.picture();
    return Map.of(
        "kind", preview.kind(),
        "title", preview.title(),
        "description", preview.description(),
        "url", preview.url(),
        "data", preview.data() == null ? List.of() : List.of(Map.of("url", preview.data())),
        "card", picture != null && preview.kind().equals("article") ? LARGE_CARD : "summary",
        "picture", picture == null ? List.of() : List.of(fields(picture)));
  }

  private static Map<String, Object> fields(Preview.Picture picture) {
    return Map.of(
        "url", picture.url(),
        "alt", picture.description(),
        "width", picture.width(),
        "height", picture.height());
  }

  /// Our scripts, styles, API and photos, and nothing else, from the site and from the host of its
  /// files; photos come from the public address also if somebody has opened the site by another.
  /// Markup that scripts make from text must come from Lit's templates or from the one place that
  /// cleans the text of posts.
  private String policy(Call call) {
    var own = call.publicUrl();
    var files = media.equals(url) ? "'self'" : "'self' " + media;
    return ("default-src 'none'; script-src %1$s; style-src %1$s; connect-src %1$s;"
            + " img-src %1$s %2$s blob: data:; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'; worker-src 'self'; manifest-src 'self';"
            + " require-trusted-types-for 'script';"
            + " trusted-types lit-html post-text service-worker")
        .formatted(files, own);
  }

  /// The files of the app, and all of its sheets that are needed from the beginning as one, which a
  /// slow line carries sooner than twenty. The general ones come first. Sheets that are in no
  /// folder belong to the pages of signing in.
  public static Assets assets() {
    var files = Assets.read("web");
    var sheets =
        files.names().stream()
            .filter(name -> name.endsWith(".css") && name.contains("/") && !isRare(name))
            .sorted(Comparator.comparing(name -> !name.startsWith("style/")));
    return files.joined(STYLE, sheets.toList());
  }

  /// Whether few people need a file.
  private static boolean isRare(String name) {
    return LAZY.contains(name.substring(0, name.indexOf('/')));
  }

  /// The modules of the app and of the pages that most people go to.
  static List<String> modules(Assets assets) {
    var pages = assets.later(PAGES_SCRIPT).stream().filter(name -> !isRare(name));
    return modules(assets, Stream.concat(Stream.of(START), pages));
  }

  /// What some scripts need to begin, each module once.
  private static List<String> modules(Assets assets, Stream<String> scripts) {
    return scripts.flatMap(name -> assets.modules(name).stream()).distinct().toList();
  }
}
