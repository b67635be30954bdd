package pando.signin;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import pando.http.TestServer;

/// A browser that keeps cookies, follows no redirect by itself, and can fill in a form.
final class TestBrowser {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

  private static final Pattern SET_COOKIE =
      Pattern.compile("(?<name>\\w+)=(?<value>[^;]*); Path=/; Max-Age=(?<age>[0-9]+);.*");

  private final TestServer server;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();

  TestBrowser(TestServer server) {
    this.server = server;
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(server.url(path)).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /// Sends the form of a page with the fields that somebody has filled in.
  HttpResponse<String> submit(HttpResponse<String> page, String action, String... filledIn)
      throws Exception {
    var fields = hiddenFields(page.body(), action);
    for (var i = 0; i < filledIn.length; i += 2) {
      fields.put(filledIn[i], filledIn[i + 1]);
    }
    return post(action, fields);
  }

  HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
    return send(
        HttpRequest.newBuilder(server.url(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(TestServer.encode(fields))));
  }

  /// Signs in, and returns what the site answers.
  HttpResponse<String> signIn(String name, String password) throws Exception {
    var page = get("/auth/sign_in");
    return submit(page, "/auth/sign_in", "login", name, "password", password);
  }

  /// The value of a cookie; empty if there is none.
  String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  /// The hidden fields of the form of a page that is sent to `action`.
  static Map<String, String> hiddenFields(String html, String action) {
    var start = html.indexOf("action=\"" + action + "\"");
    if (start < 0) {
      throw new AssertionError("no form for " + action + " in " + html);
    }
    var form = html.substring(start, html.indexOf("</form>", start));
    var fields = new LinkedHashMap<String, String>();
    HIDDEN
        .matcher(form)
        .results()
        .forEach(field -> fields.put(field.group(1), unescape(field.group(2))));
    return fields;
  }

  private static String unescape(String html) {
    return html.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x60;", "`")
        .replace("&#x3D;", "=")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    if (!cookies.isEmpty()) {
      var pairs = cookies.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue());
      request.header("Cookie", pairs.collect(Collectors.joining("; ")));
    }
    var answer = client.send(request.build(), BodyHandlers.ofString());
    answer.headers().allValues("Set-Cookie").forEach(this::keep);
    return answer;
  }

  private void keep(String setCookie) {
    var cookie = SET_COOKIE.matcher(setCookie);
    if (!cookie.matches()) {
      throw new AssertionError("not a cookie of ours: " + setCookie);
    }
    if (cookie.group("age").equals("0")) {
      cookies.remove(cookie.group("name"));
    } else {
      cookies.put(cookie.group("name"), cookie.group("value"));
    }
  }
}
