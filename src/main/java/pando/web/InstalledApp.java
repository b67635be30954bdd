package pando.web;

import com.samskivert.mustache.Mustache;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import pando.config.SiteConfig;
import pando.http.Call;
import pando.http.Json;
import pando.http.Reply;
import pando.http.Router;

/// What a browser needs to keep the app: its manifest, so that it can be put on a home screen; its
/// service worker; and the page that is shown when the site cannot be reached.
public final class InstalledApp {
  private static final String PAGE = "/offline";
  private static final String WORKER = "offline/worker.js";
  private static final String START = "offline/offline.js";
  private static final String STYLE = "offline/offline.css";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private final byte[] manifest;
  private final byte[] worker;
  private final String page;

  public InstalledApp(SiteConfig site, Assets assets) {
    this.manifest = Json.bytes(manifest(site, assets));
    this.worker = worker(assets).getBytes(StandardCharsets.UTF_8);
    var styles = List.of("style/tokens.css", "style/base.css", "style/controls.css", STYLE);
    this.page =
        Mustache.compiler()
            .escapeHTML(true)
            .compile(Assets.page("offline.html"))
            .execute(
                Map.of(
                    "site", site.title(),
                    "styles", assets.urls(styles),
                    "start", assets.url(START).toString()));
  }

  /// Adds its addresses.
  public void routes(Router router) {
    router
        .get("/manifest.webmanifest", _ -> checked("application/manifest+json", manifest))
        .get("/service-worker.js", _ -> checked("text/javascript; charset=utf-8", worker))
        .get(PAGE, this::showOffline);
  }

  private static Reply checked(String type, byte[] bytes) {
    return Reply.bytes(200, type, bytes).with("Cache-Control", "no-cache");
  }

  private Reply showOffline(Call call) {
    return Reply.html(200, page)
        .with("Cache-Control", "no-cache")
        .with("Content-Security-Policy", POLICY);
  }

  private static Map<String, Object> manifest(SiteConfig site, Assets assets) {
    return Map.of(
        "id", "/",
        "name", site.title(),
        "short_name", site.title(),
        "description", site.description(),
        "start_url", "/",
        "scope", "/",
        "display", "standalone",
        "background_color", "#faf9f6",
        "theme_color", "#faf9f6",
        "icons",
            List.of(
                icon(assets.url("icons/app-192.png").toString(), "192x192", "any"),
                icon(assets.url("icons/app-512.png").toString(), "512x512", "any"),
                icon(assets.url("icons/maskable-512.png").toString(), "512x512", "maskable")));
  }

  private static Map<String, String> icon(String url, String sizes, String purpose) {
    return Map.of("src", url, "sizes", sizes, "type", "image/png", "purpose", purpose);
  }

  /// The script, and before it what it keeps: all that the front page and the page without network
  /// begin with.
  private static String worker(Assets assets) {
    var modules = new ArrayList<>(FrontPage.modules(assets));
    modules.addAll(assets.modules(START));
    var texts = assets.names().stream().filter(name -> name.startsWith("words/"));
    var files =
        Stream.of(modules.stream(), Stream.of(FrontPage.STYLE, STYLE), texts)
            .flatMap(names -> names)
            .distinct()
            .toList();
    var kept = Map.of("version", assets.version(), "page", PAGE, "files", assets.urls(files));
    return "const KEPT = %s;\n%s"
        .formatted(new String(Json.bytes(kept), StandardCharsets.UTF_8), assets.text(WORKER));
  }
}
