package pando.main;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A window of [Chromium]: what somebody sees and does in it.
final class BrowserWindow {
  private static final int LIMIT_MILLIS = 45_000;

  private final Chromium chromium;
  private final String session;
  private final URI site;

  BrowserWindow(Chromium chromium, String session, URI site) {
    this.chromium = chromium;
    this.session = session;
    this.site = site;
    for (var domain : List.of("Page", "Runtime", "Log")) {
      send(domain + ".enable", Map.of());
    }
  }

  private JsonNode send(String method, Map<String, ?> params) {
    return chromium.send(session, method, params);
  }

  /// Loads a page of the site.
  BrowserWindow goes(String path) {
    send("Page.navigate", Map.of("url", site + path));
    return this;
  }

  /// Waits until something holds in the page, whichever page that is by then.
  ///
  /// @param condition in JavaScript
  BrowserWindow sees(String condition) {
    var end = System.nanoTime() + LIMIT_MILLIS * 1_000_000L;
    while (System.nanoTime() < end) {
      try {
        if (evaluate(waitFor(condition)).asBoolean()) {
          return this;
        }
      } catch (IllegalStateException _) {
        // another page is being loaded
      }
    }
    throw new AssertionError("not seen: " + condition + "\n" + text() + chromium.complaints());
  }

  /// Waits until a text is on the page.
  BrowserWindow reads(String text) {
    return sees("document.body.innerText.includes(" + quoted(text) + ")");
  }

  /// All that can be read on the page.
  String text() {
    return evaluate("location.pathname + '\\n' + document.body.innerText").asString();
  }

  /// What waits in the page, and is thrown away with it when another is loaded.
  private static String waitFor(String condition) {
    return """
    new Promise((found) => {
      const end = Date.now() + 2000;
      const look = () => {
        let now = false;
        try { now = Boolean(%s); } catch { /* not yet there */ }
        if (now || Date.now() > end) found(now);
        else setTimeout(look, 30);
      };
      look();
    })
    """
        .formatted(condition);
  }

  /// Writes into the field of a selector, as if by keys.
  BrowserWindow writes(String selector, String text) {
    sees("document.querySelector(%s)".formatted(quoted(selector)));
    evaluate("document.querySelector(%s).focus()".formatted(quoted(selector)));
    send("Input.insertText", Map.of("text", text));
    return this;
  }

  /// Clicks what a selector finds, when it is there and enabled.
  BrowserWindow clicks(String selector) {
    sees("document.querySelector(%s)?.matches(':enabled, a')".formatted(quoted(selector)));
    evaluate("void document.querySelector(%s).click()".formatted(quoted(selector)));
    return this;
  }

  /// Picks a file in a field.
  BrowserWindow picks(String selector, Path file) {
    sees("document.querySelector(%s)".formatted(quoted(selector)));
    var expression = "document.querySelector(%s)".formatted(quoted(selector));
    var field = send("Runtime.evaluate", Map.of("expression", expression));
    var id = field.get("result").get("objectId").asString();
    send("DOM.setFileInputFiles", Map.of("files", List.of(file.toString()), "objectId", id));
    return this;
  }

  private JsonNode evaluate(String expression) {
    var answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.toString());
    }
    return answer.get("result").path("value");
  }

  private static String quoted(String text) {
    return Chromium.JSON.writeValueAsString(text);
  }
}
