package pando.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files in a folder.
class DiskBlobsTest extends BlobsContract {
  private final Path folder;
  private final DiskBlobs blobs;

  DiskBlobsTest(@TempDir Path folder) {
    this.folder = folder;
    this.blobs = new DiskBlobs(folder);
  }

  @Override
  Blobs blobs() {
    return blobs;
  }

  @Test
  void aLinkLeadsNowhere() throws Exception {
    var secret = Files.writeString(folder.resolve("secret"), "secret");
    var name = BlobName.of(ANAS, new byte[] {1}, "webp");
    var link = folder.resolve(name.path(Area.PUBLIC));
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, secret);

    assertThat(blobs.find(Area.PUBLIC, name)).isNull();
  }
}
