package pando.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import pando.painting.Hour;
import pando.painting.Motif;
import pando.painting.Painter.Order;
import pando.painting.Painter.Shape;

/// Who is in the demo and what they say, as written in the resources `demo/people.txt` and
/// `demo/posts.txt`.
///
/// A blank line ends a person or a post. The first line of a person is the user name and the name
/// to show; `avatar` and `header` say what their pictures show. The first line of a post is who
/// writes it, and `re` if it answers the post above; a line that begins with `>` is a photo: what
/// it shows, when, perhaps a shape, and after `|` its description.
///
/// @param posts in the order in which they are published
record Script(List<Person> people, List<Entry> posts) {
  private static final String HANGUL = "(?s).*\\p{IsHangul}.*";
  private static final int LOCKED_MARK = '*';

  /// Somebody in the demo.
  record Person(
      String username,
      String displayName,
      String note,
      boolean locked,
      Order avatar,
      Order header) {}

  /// A post.
  ///
  /// @param answers whether it is a reply to the post before it
  record Entry(String author, boolean answers, String text, List<Shot> photos) {
    /// The language it is written in.
    String language() {
      return text.matches(HANGUL) ? "ko" : "en";
    }
  }

  /// A photo and what it shows, in words.
  record Shot(Order order, String description) {}

  /// The script of `pando up --demo`.
  static Script read() {
    var people = blocks("people.txt").stream().map(Script::person).toList();
    var shots = new HashMap<Motif, Integer>();
    var posts = blocks("posts.txt").stream().map(lines -> entry(lines, shots)).toList();
    return new Script(people, posts);
  }

  private static List<List<String>> blocks(String name) {
    var path = "/demo/" + name;
    try (var file = Objects.requireNonNull(Script.class.getResourceAsStream(path), path)) {
      var text = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
      return Arrays.stream(text.split("\n\n+")).map(block -> block.lines().toList()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Person person(List<String> lines) {
    var names = lines.getFirst().split(" ", 2);
    var locked = names[1].charAt(names[1].length() - 1) == LOCKED_MARK;
    var note = new ArrayList<String>();
    var pictures = new HashMap<String, Order>();
    for (var line : lines.subList(1, lines.size())) {
      var words = line.split(" ");
      switch (words[0]) {
        case "avatar" -> pictures.put("avatar", order(words, Shape.FACE, names[0].hashCode()));
        case "header" -> pictures.put("header", order(words, Shape.BANNER, names[0].hashCode()));
        default -> note.add(line);
      }
    }
    return new Person(
        names[0],
        locked ? names[1].substring(0, names[1].length() - 1).strip() : names[1],
        String.join("\n", note),
        locked,
        Objects.requireNonNull(pictures.get("avatar"), names[0]),
        Objects.requireNonNull(pictures.get("header"), names[0]));
  }

  private static Entry entry(List<String> lines, Map<Motif, Integer> shots) {
    var head = lines.getFirst().split(" ", 0);
    var text = new ArrayList<String>();
    var photos = new ArrayList<Shot>();
    for (var line : lines.subList(1, lines.size())) {
      if (line.startsWith("> ")) {
        var parts = line.substring(2).split(" \\| ", 2);
        var words = ("photo " + parts[0]).split(" ");
        var seed = shots.merge(Motif.valueOf(words[1].toUpperCase(Locale.ROOT)), 1, Integer::sum);
        photos.add(new Shot(order(words, Shape.LANDSCAPE, seed), parts[1]));
      } else {
        text.add(line);
      }
    }
    return new Entry(head[0], head.length > 1, String.join("\n", text), photos);
  }

  /// @param words what for, the motif, the hour, and perhaps a shape
  private static Order order(String[] words, Shape shape, long seed) {
    return new Order(
        Motif.valueOf(words[1].toUpperCase(Locale.ROOT)),
        Hour.valueOf(words[2].toUpperCase(Locale.ROOT)),
        words.length > 3 ? Shape.valueOf(words[3].toUpperCase(Locale.ROOT)) : shape,
        seed);
  }

  /// The same people with so many posts.
  Script first(int count) {
    return new Script(people, posts.subList(0, Math.min(count, posts.size())));
  }

  /// How many photos are in posts.
  int photoCount() {
    return posts.stream().mapToInt(post -> post.photos().size()).sum();
  }
}
