package pando.http;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import pando.blobs.S3Process;
import pando.config.ObjectsConfig;
import pando.config.ObjectsConfig.Moving;

/// The same of photos that are in an object store.
@Tag("slow")
class StoredFilesTest extends StaticFilesTest {
  private static S3Process store;

  @BeforeAll
  static void startStore(@TempDir Path folder) {
    store = S3Process.start(folder);
  }

  @AfterAll
  static void stopStore() {
    if (store != null) {
      store.close();
    }
  }

  @Override
  ObjectsConfig objects() {
    return store.config("photos", Moving.NONE);
  }
}
