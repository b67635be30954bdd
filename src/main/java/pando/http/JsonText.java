package pando.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// Reads an object in JSON (RFC 8259, strictly) as the tree that [Params] reads: maps, lists, texts
/// (also for numbers and booleans) and nulls.
///
/// Where a text is not JSON, the refusal says at which character.
final class JsonText {
  static final int MAX_VALUES = 20_000;
  static final int MAX_DEPTH = 16;

  private static final String SPACE = " \t\r\n";
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{4}");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][-+]?[0-9]++)?");

  private final String text;
  private int at;
  private int values;

  private JsonText(String text) {
    this.text = text;
  }

  static Map<String, @Nullable Object> parse(String json) {
    var reader = new JsonText(json.startsWith(BYTE_ORDER_MARK) ? json.substring(1) : json);
    reader.skipSpace();
    if (reader.next() != '{') {
      throw new Refusal.Malformed("the body must be a JSON object");
    }
    var tree = reader.object(1);
    reader.skipSpace();
    if (reader.at < reader.text.length()) {
      throw reader.broken();
    }
    return tree;
  }

  private Map<String, @Nullable Object> object(int depth) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    at++;
    if (ends('}')) {
      return map;
    }
    do {
      skipSpace();
      var name = string();
      skipSpace();
      require(':');
      map.put(name, value(depth));
    } while (continues('}'));
    return map;
  }

  private List<@Nullable Object> list(int depth) {
    var list = new ArrayList<@Nullable Object>();
    at++;
    if (ends(']')) {
      return list;
    }
    do {
      list.add(value(depth));
    } while (continues(']'));
    return list;
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
      throw new Refusal.Malformed("the body is nested too deep or has too many values");
    }
    skipSpace();
    return switch (next()) {
      case '{' -> object(depth + 1);
      case '[' -> list(depth + 1);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> {
        word("null");
        yield null;
      }
      default -> number();
    };
  }

  private String string() {
    require('"');
    var string = new StringBuilder();
    for (var from = at; ; from = at) {
      while (next() >= ' ' && next() != '"' && next() != '\\') {
        at++;
      }
      string.append(text, from, at);
      if (next() != '\\') {
        require('"');
        return FormText.requireText(string.toString());
      }
      at++;
      string.append(escaped());
    }
  }

  private char escaped() {
    var known = ESCAPES.indexOf(next());
    if (known >= 0) {
      at++;
      return ESCAPED.charAt(known);
    }
    require('u');
    var hex = text.substring(at, Math.min(at + 4, text.length()));
    if (!HEX.matcher(hex).matches()) {
      throw broken();
    }
    at += 4;
    return (char) Integer.parseInt(hex, 16);
  }

  private String word(String word) {
    if (!text.startsWith(word, at)) {
      throw broken();
    }
    at += word.length();
    return word;
  }

  private String number() {
    var number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw broken();
    }
    at = number.end();
    return number.group();
  }

  /// Whether the list or object ends here, before its first item.
  private boolean ends(char end) {
    skipSpace();
    if (next() != end) {
      return false;
    }
    at++;
    return true;
  }

  /// Whether one more item follows, or the list or object ends.
  private boolean continues(char end) {
    skipSpace();
    if (next() == ',') {
      at++;
      return true;
    }
    require(end);
    return false;
  }

  private void skipSpace() {
    while (SPACE.indexOf(next()) >= 0) {
      at++;
    }
  }

  private void require(char wanted) {
    if (next() != wanted) {
      throw broken();
    }
    at++;
  }

  /// The next character; NUL at the end, where nothing expects it.
  private char next() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private Refusal broken() {
    return new Refusal.Malformed("the body is not valid JSON at character " + (at + 1));
  }
}
