package pando;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;

/// A class file that is made to break (or keep) a rule of the house.
final class PlantedClass {
  private PlantedClass() {}

  /// Writes the class `name` with a field of the type `uses`.
  static void write(Path classes, String name, String uses) throws IOException {
    var file = classes.resolve(name.replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    var bytes =
        ClassFile.of()
            .build(
                ClassDesc.of(name),
                planted -> planted.withField("used", ClassDesc.of(uses), ClassFile.ACC_PRIVATE));
    Files.write(file, bytes);
  }
}
