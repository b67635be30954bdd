package pando;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The numbers and names of STYLE.md.
class TidyTest {
  private static final int MAX_FILE_LINES = 400;
  private static final int MAX_LINE_LENGTH = 100;
  private static final int MAX_METHOD_LINES = 50;
  private static final int MAX_PARAMETERS = 5;
  private static final int MAX_CONSTRUCTOR_PARAMETERS = 7;
  private static final int MAX_ROOM_FILES = 25;

  /// What is larger than its limit, by its name (a file, a method as `Type.method`, a room), and
  /// the reason.
  private static final Map<String, String> LARGER =
      Map.of(
          "EventLog.again", "one statement that sets six values",
          "accounts", "two halves that share their secrets and names: people, and signing in",
          "main", "a class for each command and each bench, and where the site is put together",
          "drill", "a class for each part of a site that is broken, and what judges",
          "http", "what passes through the server, and what keeps it standing",
          "api", "a view for each entity and handlers for each group of endpoints");

  /// Methods that are called after the HTTP method they stand for.
  private static final Set<String> HTTP_METHODS = Set.of("Router.get");

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TEST = Path.of("src/test/java");
  private static final Path CLASSES = Path.of("target/classes");

  private static final Pattern EMPTY_TYPE_NAME =
      Pattern.compile("(Manager|Helper|Utils?|Processor|Handler|Info|Data|Dto|Base|Impl)");

  private static final Pattern EMPTY_METHOD_NAME =
      Pattern.compile("(get|process|handle|do)([A-Z].*)?");

  private static final Pattern UNFINISHED = Pattern.compile("\\b(TOD[O]|FIXM[E]|XX[X])\\b");

  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?<![\\w.$}])/(work|root|tmp/w|home/\\w+)/");

  @Test
  void filesAreShort() {
    assertThat(SourceFile.below(MAIN, TEST))
        .allMatch(file -> file.lines().size() <= limit(file.name(), MAX_FILE_LINES));
  }

  @Test
  void linesAreShort() {
    assertThat(places(SourceFile.below(MAIN, TEST), Pattern.compile(".{" + MAX_LINE_LENGTH + "}.")))
        .isEmpty();
  }

  @Test
  void roomsAreSmall() {
    var files =
        SourceFile.below(MAIN)
            .collect(Collectors.groupingBy(SourceFile::room, Collectors.counting()));
    assertThat(files)
        .allSatisfy((room, count) ->
            assertThat(count).as(room).isLessThanOrEqualTo(limit(room, MAX_ROOM_FILES)));
  }

  @Test
  void methodsAreShort() throws IOException {
    assertThat(CompiledMethod.below(CLASSES))
        .filteredOn(method -> !method.isConstructor())
        .filteredOn(method -> method.lines() > limit(method.name(), MAX_METHOD_LINES))
        .isEmpty();
  }

  @Test
  void methodsHaveFewParameters() throws IOException {
    assertThat(CompiledMethod.below(CLASSES))
        .filteredOn(method -> method.parameters() > limit(method.name(), mostOf(method)))
        .isEmpty();
  }

  @Test
  void everyRoomSaysWhatItIsAndChecksNulls() {
    assertThat(SourceFile.below(MAIN).map(SourceFile::folder).distinct())
        .allSatisfy(folder ->
            assertThat(folder.resolve("package-info.java"))
                .content()
                .startsWith("///")
                .contains("@NullMarked"));
  }

  @Test
  void everyTypeSaysWhatItIs() {
    assertThat(SourceFile.below(MAIN))
        .allMatch(file -> file.lines().stream().anyMatch(line -> line.startsWith("///")));
  }

  @Test
  void typesHaveNamesThatSaySomething() {
    assertThat(SourceFile.below(MAIN, TEST))
        .noneMatch(file -> endsIn(EMPTY_TYPE_NAME, file.name().replace(".java", "")));
  }

  /// Other types may ask for such a name: of a method that overrides one nothing is expected.
  @Test
  void methodsHaveNamesThatSaySomething() throws IOException {
    var overriding =
        SourceFile.below(MAIN).flatMap(SourceFile::overridingMethods).collect(Collectors.toSet());
    assertThat(CompiledMethod.below(CLASSES))
        .filteredOn(method -> EMPTY_METHOD_NAME.matcher(method.simpleName()).matches())
        .filteredOn(method -> !overriding.contains(method.name()))
        .filteredOn(method -> !HTTP_METHODS.contains(method.name()))
        .isEmpty();
  }

  @Test
  void nothingIsLeftUnfinished() {
    assertThat(places(SourceFile.ofTheRepository(), UNFINISHED)).isEmpty();
  }

  @Test
  void nothingNamesTheMachineItWasWrittenOn() {
    assertThat(places(SourceFile.ofTheRepository(), THIS_MACHINE)).isEmpty();
  }

  private static int limit(String name, int limit) {
    return LARGER.containsKey(name) ? Integer.MAX_VALUE : limit;
  }

  private static int mostOf(CompiledMethod method) {
    return method.isConstructor() ? MAX_CONSTRUCTOR_PARAMETERS : MAX_PARAMETERS;
  }

  private static boolean endsIn(Pattern ending, String name) {
    return Pattern.compile(ending + "$").matcher(name).find();
  }

  /// Where a pattern is found, as `file:line`.
  private static Stream<String> places(Stream<SourceFile> files, Pattern pattern) {
    return files.flatMap(file -> file.places(pattern));
  }
}
