package pando.api;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Reply;

/// The page for everyone: `/`, `/@ana` and `/@ana/123`. What it shows it reads from the public API.
final class FrontPage {
  private final String page;

  FrontPage(String title, String description) {
    this.page =
        Mustache.compiler()
            .escapeHTML(true)
            .compile(read())
            .execute(Map.of("title", title, "description", description));
  }

  Reply show(Call call) {
    return Reply.html(200, page);
  }

  /// `/@ana` and below; any other path is nothing.
  Reply showPerson(Call call) {
    if (!call.pathParam("name").startsWith("@")) {
      throw new Refusal.NotFound();
    }
    return show(call);
  }

  private static String read() {
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
