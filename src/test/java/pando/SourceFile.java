package pando;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A text file of the repository.
///
/// @param path from the root of the repository
record SourceFile(Path path, List<String> lines) {
  /// At the top of the repository.
  private static final Set<String> NOT_OURS = Set.of(".git", ".idea", "target", "data");

  private static final Pattern TEXT =
      Pattern.compile("\\.(java|md|xml|ya?ml|sh|sql|js|css|html|properties)$|/[^.]+$");

  private static final int MAX_TEXT_BYTES = 1 << 20;

  private static final Pattern METHOD = Pattern.compile("\\b(\\w+)\\(");

  /// The Java files below folders.
  static Stream<SourceFile> below(Path... folders) {
    return Arrays.stream(folders)
        .flatMap(SourceFile::read)
        .filter(file -> file.name().endsWith(".java"));
  }

  /// Every text that is part of Pando.
  static Stream<SourceFile> ofTheRepository() {
    return read(Path.of("."));
  }

  private static Stream<SourceFile> read(Path folder) {
    var files = new ArrayList<SourceFile>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              return path.getNameCount() == 2 && NOT_OURS.contains(path.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                throws IOException {
              if (TEXT.matcher(path.toString()).find() && attributes.size() < MAX_TEXT_BYTES) {
                var text = Files.readString(path, StandardCharsets.UTF_8);
                files.add(new SourceFile(path, text.lines().toList()));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files.stream();
  }

  String name() {
    return path.getFileName().toString();
  }

  Path folder() {
    return path.getParent();
  }

  /// The name of its folder.
  String room() {
    return folder().getFileName().toString();
  }

  /// The lines in which a pattern is found, as `file:line`.
  Stream<String> places(Pattern pattern) {
    return IntStream.range(0, lines.size())
        .filter(i -> pattern.matcher(lines.get(i)).find())
        .mapToObj(i -> path + ":" + (i + 1));
  }

  /// The methods that override one of another type, as `Type.method`.
  Stream<String> overridingMethods() {
    return IntStream.range(1, lines.size())
        .filter(i -> lines.get(i - 1).strip().equals("@Override"))
        .mapToObj(i -> METHOD.matcher(lines.get(i)))
        .filter(found -> found.find())
        .map(found -> name().replace(".java", ".") + found.group(1));
  }

  @Override
  public String toString() {
    return path + " with " + lines.size() + " lines";
  }
}
