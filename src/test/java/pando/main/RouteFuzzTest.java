package pando.main;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pando.accounts.Account.Role;
import pando.http.Router.Endpoint;
import pando.media.TestPhotos;

/// Every route of the site, with parameters that are made up: whatever comes, no answer is 500 and
/// every refusal under `/api` is a sentence (see [HostileSite]).
///
/// What is sent follows from the seed and the route alone. `-Dpando.fuzz.rounds=1000` looks longer.
@Tag("slow")
class RouteFuzzTest {
  private static final long SEED = 20_261_125;
  private static final int ROUNDS = Integer.getInteger("pando.fuzz.rounds", 12);
  private static final HostileSite SITE = new HostileSite();

  private static final List<String> NAMES =
      List.of(
          "id",
          "id[]",
          "status",
          "spoiler_text",
          "media_ids[]",
          "media_ids",
          "in_reply_to_id",
          "visibility",
          "language",
          "sensitive",
          "limit",
          "max_id",
          "min_id",
          "since_id",
          "offset",
          "q",
          "type",
          "acct",
          "types[]",
          "exclude_types[]",
          "account_id",
          "timeline[]",
          "home[last_read_id]",
          "notifications[last_read_id]",
          "display_name",
          "note",
          "comment",
          "fields_attributes[0][name]",
          "fields_attributes[][value]",
          "source[privacy]",
          "source[language]",
          "avatar",
          "header",
          "locked",
          "duration",
          "notifications",
          "notify",
          "reblogs",
          "languages[]",
          "any[]",
          "all[]",
          "none[]",
          "only_media",
          "pinned",
          "tagged",
          "resolve",
          "following",
          "stream",
          "tag",
          "list",
          "description",
          "focus",
          "file",
          "steps[][kind]",
          "steps[][x]",
          "steps[][degrees]",
          "steps[][sigma]",
          "steps",
          "client_name",
          "redirect_uris",
          "redirect_uri",
          "scopes",
          "scope",
          "website",
          "grant_type",
          "client_id",
          "client_secret",
          "code",
          "code_verifier",
          "token",
          "username",
          "email",
          "password",
          "agreement",
          "locale",
          "response_type",
          "state",
          "code_challenge",
          "code_challenge_method",
          "force_login",
          "form_token",
          "decision",
          "login",
          "resource",
          "scheduled_at",
          "poll[options][]",
          "poll[expires_in]",
          "status_ids[]",
          "category",
          "rule_ids[]",
          "forward",
          "report_id",
          "text",
          "email",
          "resolved",
          "target_account_id",
          "lang",
          "return_to",
          "url");

  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "1",
          "1e3",
          "1.5",
          "NaN",
          "null",
          "true",
          "[]",
          "{}",
          "abc",
          "9223372036854775807",
          "9223372036854775808",
          "2147483647",
          "2147483648",
          "1e999999999",
          "\u0000",
          "\ud83d\ude00",
          "\u202e",
          "\u200b",
          "'\";--",
          "<b>",
          "%",
          "%%%",
          "../..",
          "\\",
          "\n\r",
          "public",
          "private",
          "direct",
          "blur",
          "crop",
          "rotate",
          "password",
          "code",
          "authorization_code",
          "client_credentials",
          "@ana",
          "ana",
          "@ana@x",
          "acct:ana@x",
          "#tag",
          "http://x",
          "https://",
          "javascript:x",
          "2026-02-30T25:00:00Z",
          "banana",
          "0.5,0.5",
          ",",
          "read write",
          "read",
          "S256",
          "allow",
          "a".repeat(300),
          "\u00e9".repeat(600),
          "read:x",
          "$1",
          "\\u0000",
          "(((((",
          "*",
          "a b",
          "|",
          "&",
          "!",
          "-",
          ":*",
          "''",
          "a:b & !c");

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=b",
          "multipart/form-data",
          "text/plain",
          "application/xml",
          "nonsense");

  private static final TestPerson MIA =
      SITE.pando.signUp("mia", Role.MODERATOR, Set.of("read", "admin:read", "admin:write"));

  private static final List<String> KNOWN = known();

  @AfterAll
  static void close() {
    SITE.close();
  }

  /// Ids of things that exist, of every kind.
  private static List<String> known() {
    var photo = SITE.ana.uploads(TestPhotos.jpeg(20, 20));
    var post = SITE.ana.posts("a post #tag");
    SITE.ben.does("favourite", post);
    SITE.pando.settle();
    return List.of(
        photo, post, SITE.ana.id().value() + "", SITE.ben.id().value() + "", "ana", "@ben", "tag");
  }

  private static Stream<Endpoint> endpoints() {
    return SITE.pando.endpoints().stream();
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void noRouteFailsWhateverIsSent(Endpoint endpoint) throws Exception {
    var random = new Random(SEED ^ endpoint.toString().hashCode());
    for (var round = 0; round < ROUNDS; round++) {
      send(endpoint, random);
    }
    SITE.requireQuietLog();
  }

  @Test
  void theLanesDigestWhatWasStored() {
    SITE.pando.settle();
    SITE.requireQuietLog();
  }

  private void send(Endpoint endpoint, Random random) {
    var target = new StringBuilder();
    for (var segment : endpoint.pattern().substring(1).split("/", -1)) {
      var named = segment.startsWith("{") || segment.equals("*");
      target.append('/').append(named ? encoded(value(random), random) : segment);
    }
    if (endpoint.pattern().contains("/streaming") && endpoint.method().equals("GET")) {
      target.append("?stream=").append(encoded(pick(ODD, random), random)); // none of these lasts
    } else {
      target.append('?').append(form(random, random.nextInt(4)));
    }
    var headers = new LinkedHashMap<String, String>();
    if (random.nextInt(6) > 0) {
      var member = random.nextBoolean() ? SITE.ana : SITE.ben;
      var who = endpoint.pattern().contains("/admin/") && random.nextBoolean() ? MIA : member;
      headers.put("Authorization", "Bearer " + who.client().token());
    }
    var type = pick(TYPES, random);
    headers.put("Content-Type", type);
    if (random.nextInt(3) == 0) {
      headers.put("Accept", "text/html");
    }
    var body = endpoint.method().equals("GET") ? "" : body(type, random);
    SITE.call(endpoint.method(), target.toString(), headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private String body(String type, Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> "";
      case 1 -> pick(ODD, random);
      default ->
          type.contains("json")
              ? json(random, 0)
              : type.contains("multipart") ? multipart(random) : form(random, 5);
    };
  }

  private String form(Random random, int count) {
    var form = new StringBuilder();
    for (var i = 0; i < count; i++) {
      form.append(encoded(pick(NAMES, random), random)).append('=');
      form.append(encoded(value(random), random)).append('&');
    }
    return form.toString();
  }

  private String multipart(Random random) {
    var body = new StringBuilder();
    for (var i = random.nextInt(5); i >= 0; i--) {
      body.append("--b\r\nContent-Disposition: form-data; name=\"").append(pick(NAMES, random));
      body.append(random.nextInt(4) == 0 ? "\"; filename=\"" + pick(ODD, random) + "\"" : "\"");
      body.append("\r\n\r\n").append(value(random)).append("\r\n");
    }
    return body + (random.nextInt(5) == 0 ? "" : "--b--\r\n");
  }

  private String json(Random random, int depth) {
    var fields = new ArrayList<String>();
    for (var i = random.nextInt(6); i >= 0; i--) {
      var name = pick(NAMES, random).replaceAll("\\[.*", "");
      fields.add("%s:%s".formatted(quoted(name), jsonValue(random, depth)));
    }
    return "{" + String.join(",", fields) + (random.nextInt(12) == 0 ? "" : "}");
  }

  private String jsonValue(Random random, int depth) {
    return switch (random.nextInt(depth > 2 ? 6 : 9)) {
      case 0 -> "null";
      case 1 -> Boolean.toString(random.nextBoolean());
      case 2 -> pick(List.of("0", "-1", "1.5", "1e400", "-0", "12345678901234567890"), random);
      case 3 -> pick(List.of("\"\\ud800\"", "\"\\u0000\"", "\"\\n\"", "NaN", "01"), random);
      case 6 -> "[%s,%s]".formatted(jsonValue(random, depth + 1), jsonValue(random, depth + 1));
      case 7, 8 -> json(random, depth + 1);
      default -> quoted(value(random));
    };
  }

  private static String quoted(String text) {
    var escaped = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      escaped.append(c < ' ' || c == '"' || c == '\\' ? "\\u%04x".formatted((int) c) : c);
    }
    return escaped + "\"";
  }

  private String value(Random random) {
    return pick(random.nextInt(3) == 0 ? KNOWN : ODD, random);
  }

  private static String encoded(String text, Random random) {
    var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
    return random.nextInt(40) == 0 ? encoded + "%ff" : encoded;
  }

  private static <T> T pick(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
