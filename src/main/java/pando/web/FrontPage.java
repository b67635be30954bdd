package pando.web;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pando.base.Refusal;
import pando.config.SiteConfig;
import pando.http.Call;
import pando.http.Reply;
import pando.http.Router;

/// The page that the web app runs in, the same for all its addresses: `/`, `/@ana`,
/// `/@ana/followers`, `/@ana/123`, `/@ana/123/boosts`, `/tags/dawn` and those of [#PAGES]. What it
/// shows, the app reads from the public API.
public final class FrontPage {
  /// The app's own pages; what is below `@` belongs to people.
  private static final Set<String> PAGES =
      Set.of("explore", "new", "notifications", "search", "settings", "bookmarks", "favourites");

  /// Folders that few people need: the app fetches their styles with their modules.
  private static final Set<String> LAZY = Set.of("cropper", "editor");

  /// The pages of people below a post.
  private static final Set<String> LISTS = Set.of("favourites", "boosts");

  private static final String START = "app.js";

  private final String page;

  /// @param site its title and what it is for, for the time before the app runs
  public FrontPage(SiteConfig site, Assets assets) {
    this.page =
        Mustache.compiler()
            .escapeHTML(true)
            .compile(source())
            .execute(
                Map.of(
                    "title", site.title(),
                    "description", site.description(),
                    "styles", styles(assets),
                    "modules", urls(assets, assets.modules(START)),
                    "start", assets.url(START)));
  }

  /// Adds the addresses of the app.
  public void routes(Router router) {
    router
        .get("/", this::show)
        .get("/{name}", this::showPage)
        .get("/{name}/{id}", this::showBelow)
        .get("/{name}/{id}/{list}", this::showList);
  }

  private Reply show(Call call) {
    return Reply.html(200, page)
        .with("Cache-Control", "no-cache")
        .with("Content-Security-Policy", policy(call));
  }

  /// Our scripts, styles, API and photos, and nothing else; photos come from the public address
  /// also if somebody has opened the site by another. Markup that scripts make from text must come
  /// from Lit's templates or from the one place that cleans the text of posts.
  private static String policy(Call call) {
    return ("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' %s blob: data:; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'; require-trusted-types-for 'script';"
            + " trusted-types lit-html post-text")
        .formatted(call.publicUrl());
  }

  private Reply showPage(Call call) {
    var name = call.pathParam("name");
    return showIf(name.startsWith("@") || PAGES.contains(name), call);
  }

  private Reply showBelow(Call call) {
    var name = call.pathParam("name");
    return showIf(name.startsWith("@") || name.equals("tags"), call);
  }

  private Reply showList(Call call) {
    return showIf(
        call.pathParam("name").startsWith("@") && LISTS.contains(call.pathParam("list")), call);
  }

  private Reply showIf(boolean known, Call call) {
    if (!known) {
      throw new Refusal.NotFound();
    }
    return show(call);
  }

  /// The sheets in folders: those beside them belong to the pages of signing in. The general ones
  /// come first.
  private static List<String> styles(Assets assets) {
    var sheets =
        assets.names().stream()
            .filter(name -> name.endsWith(".css") && name.contains("/"))
            .filter(name -> !LAZY.contains(name.substring(0, name.indexOf('/'))))
            .sorted(Comparator.comparing(name -> !name.startsWith("style/")));
    return urls(assets, sheets.toList());
  }

  private static List<String> urls(Assets assets, List<String> names) {
    return names.stream().map(name -> assets.url(name).toString()).toList();
  }

  private static String source() {
    try (var in = FrontPage.class.getResourceAsStream("/pages/front.html")) {
      if (in == null) {
        throw new IllegalStateException("pages/front.html is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
