package pando.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchemaFilesTest {
  private static final int NODES = 4;

  @Test
  void nodesThatStartAtTheSameTimeBringTheSchemaUpToDateOnce() throws Exception {
    var map = TestShards.map(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var nodes =
          IntStream.range(0, NODES)
              .mapToObj(_ -> threads.submit(() -> TestShards.open(map)))
              .toList();
      for (var node : nodes) {
        try (var shards = node.get()) {
          var files =
              shards
                  .all()
                  .getFirst()
                  .list("select name from schema_files order by name", row -> row.text("name"));
          assertThat(files).doesNotHaveDuplicates().first().isEqualTo("001-pando.sql");
          assertThat(files).last().isEqualTo("006-celebrities.sql");
        }
      }
    }
  }
}
