package pando.signin;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Refusals;
import pando.http.Reply;

/// Shows the pages: a template, the words of the reader's language, and what the page says.
final class Pages {
  /// Nothing but our style sheet, and no frames around it. Where forms go follows.
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
          + " frame-ancestors 'none'; form-action 'self'";

  private static final Mustache.Compiler COMPILER =
      Mustache.compiler().escapeHTML(true).strictSections(true).withLoader(Pages::source);

  private final String site;
  private final Map<String, Template> templates = new ConcurrentHashMap<>(); // one for each file

  /// @param site what the site is called
  Pages(String site) {
    this.site = site;
  }

  /// What the site is called.
  String site() {
    return site;
  }

  /// One page to be shown.
  ///
  /// @param template its name
  /// @param title what it is about: its heading, and the title of its window
  /// @param here its own address, for the links to it in other languages; null: there are none
  /// @param leadsTo where its form may end up outside this site, as a source of CSP; null: nowhere
  record Page(
      String template,
      String title,
      @Nullable Onward here,
      @Nullable String leadsTo,
      Map<String, ? extends @Nullable Object> values) {}

  /// Where one goes from a page.
  record Link(String label, String href) {}

  /// A link to the same page in another language.
  ///
  /// @param name of the language, in itself
  record Translation(String language, String name, String href) {}

  Reply show(Call call, int status, Page page) {
    var words = Words.of(call);
    var values = new HashMap<String, @Nullable Object>(page.values());
    values.put("t", words.texts());
    values.put("lang", words.language());
    values.put("site", site);
    values.put("title", page.title());
    values.put("translations", translations(words, page.here()));
    var html = templates.computeIfAbsent(page.template(), Pages::compile).execute(values);
    var leadsTo = page.leadsTo() == null ? "" : " " + page.leadsTo();
    return Reply.html(status, html)
        .with("Content-Security-Policy", POLICY + leadsTo)
        .with("Referrer-Policy", "no-referrer"); // addresses may carry the secret of a mail
  }

  /// Shows a page that says a sentence and where to go on.
  Reply tell(Call call, int status, String title, String sentence, Link next) {
    var values = Map.of("sentence", sentence, "next", next);
    return show(call, status, new Page("message", title, null, null, values));
  }

  /// A handler of pages: what it refuses is told on a page too, and the language that somebody
  /// chooses is kept.
  Function<Call, Reply> guarded(Function<Call, Reply> handler) {
    return call -> Words.keepChoice(call, answer(call, handler));
  }

  private Reply answer(Call call, Function<Call, Reply> handler) {
    try {
      return handler.apply(call);
    } catch (Refusal refusal) {
      var words = Words.of(call);
      var sentence = words.textOr("refusal_" + OAuthErrors.code(refusal), refusal.reason());
      var next = new Link(words.text("go_home"), Onward.HOME.path());
      return tell(call, Refusals.status(refusal), words.text("refused_title"), sentence, next);
    }
  }

  private static List<Translation> translations(Words words, @Nullable Onward here) {
    return here == null
        ? List.of()
        : Words.all().stream()
            .filter(other -> other != words)
            .map(
                other -> new Translation(other.language(), other.text("language"), in(other, here)))
            .toList();
  }

  private static String in(Words words, Onward page) {
    return page.path() + (page.path().contains("?") ? "&" : "?") + "lang=" + words.language();
  }

  private static Template compile(String name) {
    return COMPILER.compile(source(name));
  }

  private static Reader source(String name) {
    var file = "/pages/" + name + ".mustache";
    var stream = Objects.requireNonNull(Pages.class.getResourceAsStream(file), file);
    return new InputStreamReader(stream, StandardCharsets.UTF_8);
  }
}
