package pando.data;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Drops the databases of a class after its last test: hundreds of them would fill the disk, and
/// take longer to delete at the end of a run than it may last.
public final class UsedDatabases implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) {
    TestPostgres.dropUnused();
  }
}
