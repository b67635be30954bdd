package pando.posts;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The text of a post, read once: mentions, tags and links, and the plain text between them.
///
/// What is a mention, a tag or a link is decided here and nowhere else, so that what is counted,
/// who is told, what is found and what is shown agree. The rules are those of Mastodon, which
/// clients have built in.
public final class PostText {
  /// Characters that a link counts as, however long it is.
  public static final int LINK_CHARACTERS = 23;

  /// A longer tag is plain text.
  static final int MAX_TAG = 100;

  /// How much of a link is shown after `https://www.`.
  private static final int SHOWN_OF_LINK = 30;

  private static final String NAME = "[a-z0-9_]{1,100}";
  private static final String HOST =
      "[\\p{L}\\p{N}_]{1,63}(?:[.-]{1,2}[\\p{L}\\p{N}_]{1,63}){0,20}";
  private static final String PORT = "(?::[0-9]{1,5})?";

  /// What stands for something. Bounded everywhere: reading is linear in the length of the text.
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<![\\p{Alnum}@$#])(?<link>https?://%1$s%2$s(?:[/?#][^\\p{Z}\\p{C}<>\"]*+)?)"
                  .formatted(HOST, PORT)
              + "|(?<![=/\\p{L}\\p{N}_])@(?<name>%1$s(?:[.-]{1,2}%1$s){0,20})".formatted(NAME)
              + "(?:@(?<domain>%1$s%2$s))?".formatted(HOST, PORT)
              + "|(?<![^\\p{Z}\\p{C}])[#＃](?<tag>[\\p{L}\\p{M}\\p{N}_·・\\x{200c}]++)",
          Pattern.CASE_INSENSITIVE);

  /// What ends a sentence and not a link.
  private static final String AFTER_LINK = ".,;:!?'’”»)]}*…";

  private static final Pattern NOT_IN_TAGS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_·・\\x{200c}]");
  private static final Pattern LETTER = Pattern.compile("\\p{L}");
  private static final Pattern LINK_START = Pattern.compile("(?i)https?://(?:www\\.)?");

  /// A part of the text.
  private sealed interface Token {
    /// What is shown as it is.
    record Plain(String text) implements Token {}

    /// `@name` of this site, or `@name@domain` of another.
    ///
    /// @param text as written
    record Mention(String text, String username, boolean local) implements Token {}

    /// `#name`, without the sign.
    record Tag(String text) implements Token {}

    record Link(String url) implements Token {}
  }

  private final List<Token> tokens;

  private PostText(List<Token> tokens) {
    this.tokens = tokens;
  }

  /// Who is mentioned, as shown.
  public record Mention(String username, String url) {}

  /// Reads a text.
  ///
  /// @param domain of this site, such as `localhost:8080`: `@ana@localhost:8080` is `@ana`
  public static PostText parse(String text, String domain) {
    var tokens = new ArrayList<Token>();
    var matcher = TOKEN.matcher(text);
    var plainFrom = 0;
    var from = 0;
    while (from < text.length() && matcher.find(from)) {
      var token = token(matcher, domain);
      if (token == null) {
        from = matcher.end();
        continue;
      }
      if (matcher.start() > plainFrom) {
        tokens.add(new Token.Plain(text.substring(plainFrom, matcher.start())));
      }
      tokens.add(token);
      from = matcher.start() + length(token, matcher.end() - matcher.start());
      plainFrom = from;
    }
    if (plainFrom < text.length()) {
      tokens.add(new Token.Plain(text.substring(plainFrom)));
    }
    return new PostText(List.copyOf(tokens));
  }

  private static @Nullable Token token(java.util.regex.Matcher matcher, String domain) {
    var link = matcher.group("link");
    if (link != null) {
      return new Token.Link(withoutSentenceEnd(link));
    }
    var name = matcher.group("name");
    if (name != null) {
      var at = matcher.group("domain");
      return new Token.Mention(
          matcher.group(), lower(name), at == null || at.equalsIgnoreCase(domain));
    }
    var tag = withoutMiddleDots(matcher.group("tag"));
    return isTag(tag) ? new Token.Tag(tag) : null;
  }

  /// How much of a match is the token; the rest is read again.
  private static int length(Token token, int matched) {
    return switch (token) {
      case Token.Link(var url) -> url.length();
      case Token.Tag(var tag) -> 1 + tag.length();
      case Token.Mention _, Token.Plain _ -> matched;
    };
  }

  private static String withoutSentenceEnd(String link) {
    var end = link.length();
    while (AFTER_LINK.indexOf(link.charAt(end - 1)) >= 0) {
      if (link.charAt(end - 1) == ')' && closes(link.substring(0, end))) {
        break;
      }
      end--;
    }
    return link.substring(0, end);
  }

  /// Whether the last bracket of a link belongs to one that is opened in it.
  private static boolean closes(String link) {
    return link.chars().filter(c -> c == '(').count() >= link.chars().filter(c -> c == ')').count();
  }

  private static String withoutMiddleDots(String tag) {
    var end = tag.length();
    while (end > 0 && "·・\u200c".indexOf(tag.charAt(end - 1)) >= 0) {
      end--;
    }
    return tag.substring(0, end);
  }

  private static boolean isTag(String tag) {
    return tag.length() <= MAX_TAG
        && LETTER.matcher(tag).find()
        && "·・\u200c".indexOf(tag.charAt(0)) < 0
        && LETTER.matcher(normaliseTag(tag)).find();
  }

  /// The form of a tag that identifies it.
  static String normaliseTag(String tag) {
    var folded = lower(Normalizer.normalize(tag, Normalizer.Form.NFKC));
    return NOT_IN_TAGS.matcher(Normalizer.normalize(folded, Normalizer.Form.NFKC)).replaceAll("");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// The user names of this site that are mentioned, in lower case, each once, whoever they are.
  public List<String> mentions() {
    return tokens.stream()
        .filter(token -> token instanceof Token.Mention(_, _, var local) && local)
        .map(token -> ((Token.Mention) token).username())
        .distinct()
        .toList();
  }

  /// The tags, normalised, each once, with the form in which each was first written.
  public Map<String, String> tags() {
    var tags = new LinkedHashMap<String, String>();
    for (var token : tokens) {
      if (token instanceof Token.Tag(var text)) {
        tags.putIfAbsent(normaliseTag(text), text);
      }
    }
    return tags;
  }

  /// How long the text is, as people see it: in graphemes, where a link counts [#LINK_CHARACTERS]
  /// and a mention only its `@name`.
  public int length() {
    var length = 0;
    for (var token : tokens) {
      length +=
          switch (token) {
            case Token.Plain(var text) -> graphemes(text);
            case Token.Mention(_, var username, _) -> 1 + username.length();
            case Token.Tag(var text) -> 1 + graphemes(text);
            case Token.Link _ -> LINK_CHARACTERS;
          };
    }
    return length;
  }

  private static int graphemes(String text) {
    var breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
    breaks.setText(text);
    var count = 0;
    while (breaks.next() != BreakIterator.DONE) {
      count++;
    }
    return count;
  }

  /// The text as HTML: paragraphs and line breaks, mentions, tags and links.
  ///
  /// @param mention of a lower-case user name: who it is, or null if nobody is mentioned by it
  /// @param tagUrl of a normalised tag
  public String html(Function<String, @Nullable Mention> mention, Function<String, String> tagUrl) {
    if (tokens.isEmpty()) {
      return "";
    }
    var html = new StringBuilder("<p>");
    for (var token : tokens) {
      switch (token) {
        case Token.Plain(var text) -> paragraphs(html, text);
        case Token.Mention(var text, var username, var local) ->
            mention(html, text, local ? mention.apply(username) : null);
        case Token.Tag(var text) -> tag(html, text, tagUrl.apply(normaliseTag(text)));
        case Token.Link(var url) -> link(html, url);
      }
    }
    return html.append("</p>").toString();
  }

  private static void paragraphs(StringBuilder html, String text) {
    var newlines = 0;
    for (var i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        newlines++;
        continue;
      }
      lineEnd(html, newlines);
      newlines = 0;
      escape(html, text.charAt(i));
    }
    lineEnd(html, newlines);
  }

  private static void lineEnd(StringBuilder html, int newlines) {
    if (newlines > 0) {
      html.append(newlines == 1 ? "<br />" : "</p><p>");
    }
  }

  private static void mention(StringBuilder html, String text, @Nullable Mention person) {
    if (person == null) {
      escape(html, text);
      return;
    }
    html.append("<span class=\"h-card\" translate=\"no\"><a href=\"");
    escape(html, person.url());
    html.append("\" class=\"u-url mention\">@<span>");
    escape(html, person.username());
    html.append("</span></a></span>");
  }

  private static void tag(StringBuilder html, String text, String url) {
    html.append("<a href=\"");
    escape(html, url);
    html.append("\" class=\"mention hashtag\" rel=\"tag\">#<span>");
    escape(html, text);
    html.append("</span></a>");
  }

  /// A long link is cut where it is shown and whole where it is followed or copied.
  private static void link(StringBuilder html, String url) {
    var start = LINK_START.matcher(url);
    var startEnd = start.lookingAt() ? start.end() : 0;
    var rest = url.codePointCount(startEnd, url.length());
    var cut = rest > SHOWN_OF_LINK + 1; // one more fits in the place of the ellipsis
    var shownEnd = cut ? url.offsetByCodePoints(startEnd, SHOWN_OF_LINK) : url.length();
    html.append("<a href=\"");
    escape(html, url);
    html.append("\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\">");
    html.append("<span class=\"invisible\">");
    escape(html, url.substring(0, startEnd));
    html.append(cut ? "</span><span class=\"ellipsis\">" : "</span><span class=\"\">");
    escape(html, url.substring(startEnd, shownEnd));
    html.append("</span><span class=\"invisible\">");
    escape(html, url.substring(shownEnd));
    html.append("</span></a>");
  }

  private static void escape(StringBuilder html, String text) {
    for (var i = 0; i < text.length(); i++) {
      escape(html, text.charAt(i));
    }
  }

  private static void escape(StringBuilder html, char c) {
    switch (c) {
      case '&' -> html.append("&amp;");
      case '<' -> html.append("&lt;");
      case '>' -> html.append("&gt;");
      case '"' -> html.append("&quot;");
      case '\'' -> html.append("&#39;");
      default -> html.append(c);
    }
  }
}
