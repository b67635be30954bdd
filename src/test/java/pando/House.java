package pando;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The rooms that are drawn on a page, from the roof to the ground, one line for each floor.
record House(List<Set<String>> floors) {
  private static final Pattern DRAWING = Pattern.compile("```house\\n(.*?)\\n```", Pattern.DOTALL);

  /// Names of classes in descriptors (`Lpando/base/Id;`), signatures and constants.
  private static final Pattern ROOM = Pattern.compile("(?<![a-z0-9_/.])pando[/.](\\w+)[/.]\\w");

  /// The house in the `house` block of a page.
  static House drawnIn(Path page) {
    try {
      var drawing = DRAWING.matcher(Files.readString(page));
      if (!drawing.find()) {
        throw new IllegalStateException(page + " has no drawing of the house");
      }
      return new House(drawing.group(1).lines().map(line -> Set.of(line.split(" +"))).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<String> rooms() {
    return floors.stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  /// The arrows that do not point down, as `from -> to`.
  List<String> wrongArrows(Map<String, Set<String>> uses) {
    return uses.entrySet().stream()
        .flatMap(entry ->
            entry.getValue().stream()
                .filter(used -> floor(used) <= floor(entry.getKey()))
                .map(used -> entry.getKey() + " -> " + used))
        .toList();
  }

  /// Counted from the roof; a room that is not drawn is above it.
  private int floor(String room) {
    for (int floor = 0; floor < floors.size(); floor++) {
      if (floors.get(floor).contains(room)) {
        return floor;
      }
    }
    return -1;
  }

  /// For each room the other rooms that its class files name.
  static Map<String, Set<String>> uses(Path classes) throws IOException {
    var uses = new TreeMap<String, Set<String>>();
    try (var files = Files.walk(classes.resolve("pando"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        var room = classes.relativize(file).getName(1).toString();
        uses.computeIfAbsent(room, _ -> new TreeSet<>()).addAll(namedIn(file));
      }
    }
    uses.forEach((room, used) -> used.remove(room));
    return uses;
  }

  private static Set<String> namedIn(Path classFile) throws IOException {
    var constants = ClassFile.of().parse(classFile).constantPool();
    return StreamSupport.stream(constants.spliterator(), false)
        .filter(Utf8Entry.class::isInstance)
        .flatMap(entry -> ROOM.matcher(((Utf8Entry) entry).stringValue()).results())
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
