package pando;

import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A method that somebody wrote, as it was compiled.
///
/// @param name of its file and itself, as `Type.method`
/// @param lines from its first statement to its last
record CompiledMethod(String name, int parameters, int lines) {
  private static final Path SOURCES = Path.of("src/main/java");

  /// The methods of all classes below a folder that have a source: generated ones have none. Those
  /// of records, whose constructors list what they hold, and of enums are left out.
  static List<CompiledMethod> below(Path classes) throws IOException {
    try (var files = Files.walk(classes)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(CompiledMethod::parse)
          .flatMap(CompiledMethod::of)
          .toList();
    }
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<CompiledMethod> of(ClassModel type) {
    var file = sourceOf(type);
    return Files.exists(SOURCES.resolve(file))
        ? type.methods().stream()
            .filter(method -> !method.flags().has(AccessFlag.SYNTHETIC))
            .filter(method -> !method.methodName().equalsString(CLASS_INIT_NAME))
            .filter(method -> !isConstructorOfARecordOrEnum(type, method))
            .map(method -> of(file, method))
        : Stream.empty();
  }

  private static Path sourceOf(ClassModel type) {
    var name = Path.of(type.thisClass().asInternalName());
    var source = type.findAttribute(Attributes.sourceFile()).orElseThrow();
    return name.resolveSibling(source.sourceFile().stringValue());
  }

  private static boolean isConstructorOfARecordOrEnum(ClassModel type, MethodModel method) {
    return method.methodName().equalsString(INIT_NAME)
        && (type.findAttribute(Attributes.record()).isPresent()
            || type.flags().has(AccessFlag.ENUM));
  }

  private static CompiledMethod of(Path file, MethodModel method) {
    var type = file.getFileName().toString().replace(".java", "");
    return new CompiledMethod(
        type + "." + method.methodName().stringValue(),
        method.methodTypeSymbol().parameterCount(),
        lines(method));
  }

  private static int lines(MethodModel method) {
    var lines =
        method
            .code()
            .flatMap(code -> code.findAttribute(Attributes.lineNumberTable()))
            .map(table -> table.lineNumbers().stream().mapToInt(LineNumberInfo::lineNumber))
            .map(numbers -> numbers.summaryStatistics());
    return lines.map(span -> span.getMax() - span.getMin() + 1).orElse(0);
  }

  String simpleName() {
    return name.substring(name.indexOf('.') + 1);
  }

  /// A constructor runs the initializers of fields too, which stand elsewhere in the file.
  boolean isConstructor() {
    return simpleName().equals(INIT_NAME);
  }
}
