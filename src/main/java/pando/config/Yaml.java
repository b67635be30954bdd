package pando.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import pando.base.Refusal;

/// A value in a YAML file that knows where it stands, so that what is wrong with it can be said
/// with the name of the file and the line.
public final class Yaml {
  private static final int MAX_FILE_BYTES = 1 << 20;

  private final String file;
  private final String path;
  private final @Nullable Node node;

  private Yaml(String file, String path, @Nullable Node node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /// The whole of a file.
  ///
  /// @throws Refusal.Invalid with the place and the reason, if it is no YAML
  public static Yaml read(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new Refusal.Invalid("there is no file " + file);
      }
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new Refusal.Invalid(file + " is larger than " + MAX_FILE_BYTES + " bytes");
      }
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /// The whole of a text; `name` is what errors call it.
  public static Yaml parse(String text, String name) {
    var settings = LoadSettings.builder().setLabel(name).setAllowDuplicateKeys(false).build();
    try {
      return new Yaml(name, "", new Compose(settings).composeString(text).orElse(null));
    } catch (MarkedYamlEngineException e) {
      var line = e.getProblemMark().map(mark -> " line " + (mark.getLine() + 1)).orElse("");
      throw new Refusal.Invalid(name + line + ": " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new Refusal.Invalid(name + ": " + e.getMessage());
    }
  }

  /// Refuses what nobody would read.
  ///
  /// @param known the keys that the map here may have
  /// @throws Refusal.Invalid if it has another, or is no map
  public Yaml allow(List<String> known) {
    for (var key : keys()) {
      if (!known.contains(key)) {
        throw find(key)
            .refusal("is not known; did you mean '%s'?".formatted(Nearest.to(key, known)));
      }
    }
    return this;
  }

  /// The keys of the map here, in their order; none if there is nothing here.
  ///
  /// @throws Refusal.Invalid if this is no map
  public List<String> keys() {
    return switch (node) {
      case null -> List.of();
      case MappingNode map -> map.getValue().stream().map(pair -> text(pair.getKeyNode())).toList();
      case ScalarNode scalar when scalar.getValue().isBlank() -> List.of();
      default -> throw refusal("needs keys and values");
    };
  }

  /// Whether there is anything here.
  public boolean isThere() {
    return node != null;
  }

  /// What stands under a key of the map here, which may be nothing.
  public Yaml find(String key) {
    var at = path.isEmpty() ? key : path + "." + key;
    if (node instanceof MappingNode map) {
      for (var pair : map.getValue()) {
        if (text(pair.getKeyNode()).equals(key)) {
          return new Yaml(file, at, pair.getValueNode());
        }
      }
    }
    return new Yaml(file, at, null);
  }

  /// What stands under a key.
  ///
  /// @throws Refusal.Invalid if there is nothing
  public Yaml require(String key) {
    var found = find(key);
    if (!found.isThere()) {
      throw refusal("needs '%s'".formatted(key));
    }
    return found;
  }

  /// The text here.
  ///
  /// @throws Refusal.Invalid if there is none
  public String text() {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    throw refusal("needs a text");
  }

  /// The whole number here, or `otherwise` if there is nothing.
  ///
  /// @throws Refusal.Invalid if it is none, or not between `min` and `max`
  public int whole(int otherwise, int min, int max) {
    if (!isThere()) {
      return otherwise;
    }
    try {
      var number = Integer.parseInt(text());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw refusal("needs a whole number from %d to %d, not '%s'".formatted(min, max, text()));
  }

  /// A refusal that says where: the file, the line and the key.
  public Refusal.Invalid refusal(String what) {
    var line = node == null ? null : node.getStartMark().orElse(null);
    return new Refusal.Invalid(
        file
            + (line == null ? "" : " line " + (line.getLine() + 1))
            + (path.isEmpty() ? ": the file" : ": '" + path + "'")
            + " "
            + what);
  }

  private static String text(Node key) {
    return key instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
