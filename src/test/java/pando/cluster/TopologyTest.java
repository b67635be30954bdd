package pando.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pando.base.Refusal;

class TopologyTest {
  private static final String GROWN =
      """
      name: grown
      front: 127.0.0.1:8080
      photos: 127.0.0.1:8081
      regions:
        home:
          balancer: {}
          web: {nodes: 2, max: 4, memory: 256}
          worker: {nodes: 1}
          database: {}
          cache: {servers: 2, sentinels: 3, memory: 64, eviction: allkeys-lru}
          objects: {}
          edges: {nodes: 2}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-one-box",
        "02-database",
        "03-load-balancer",
        "04-replicas",
        "05-cache",
        "06-cdn",
        "07-autoscale"
      })
  void everyStageThatIsBuiltIsRead(String stage) {
    assertThat(Topology.read(Path.of("topologies", stage + ".yaml")).front().port())
        .isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource({
    "08-regions, needs one region",
    "09-queue, needs one region",
    "10-shards, needs one region"
  })
  void aStageThatIsNotBuiltYetIsRefusedWithWhatRunsToday(String stage, String sentence) {
    assertThatThrownBy(() -> Topology.read(Path.of("topologies", stage + ".yaml")))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining("01 to 07");
  }

  @Test
  void aFileIsReadAsItStands() {
    var topology = Topology.parse(GROWN, "grown.yaml");
    var tiers = topology.region().tiers();
    assertThat(topology.photos()).isEqualTo(new HostPort("127.0.0.1", 8081));
    assertThat(tiers.web()).isEqualTo(new Pool(2, 4, 256));
    assertThat(tiers.worker()).isEqualTo(new Pool(1, 1, 256));
    assertThat(tiers.cache()).isEqualTo(new CacheTier(2, 3, 64, "allkeys-lru"));
    assertThat(tiers.edges()).isEqualTo(new EdgeTier(2, 64, 2));
    assertThat(tiers.database()).isEqualTo(DatabaseTier.of(0));
    assertThat(tiers.box()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          front: 127.0.0.1:8080 | front: here | line 2: 'front' needs an address and a port such as
          balancer: {} | balancers: {} | line 6: '*.balancers' is not known; did you mean
          database: {} | address: 127.0.0.1 | line 7: '*.web' needs a 'database' of its own
          balancer: {} | address: 127.0.0.1 | line 7: '*.web' needs a 'balancer' before it
          worker: {nodes: 1} | address: 127.0.0.1 | line 7: '*.web' needs a 'worker' beside it
          balancer: {} | address: 10.0.0.1 | line 6: '*.address' is no address of this machine
          max: 4 | max: 1 | line 7: '*.web.max' is less than 'nodes'
          nodes: 2, max | nodes: 0, max | line 7: '*.web.nodes' needs a whole number from 1 to
          sentinels: 3 | sentinels: 2 | line 10: '*.cache.sentinels' needs 3, 5 or 7
          allkeys-lru | newest | line 10: '*.cache.eviction' is none of allkeys-lru
          objects: {} | address: 127.0.0.1 | line 12: '*.edges' needs 'objects'
          127.0.0.1:8081 | 127.0.0.1:8080 | line 3: 'photos' is the address of 'front'
          127.0.0.1:8080 | 127.0.0.1:21007 | is among the ports of the region
          'photos: 127.0.0.1:8081' | '# none' | needs 'photos'
          edges: {nodes: 2} | address: 127.0.0.1 | line 3: 'photos' needs edges
          database: {} | database: {replicas: 0} | line 9: '*.database.replicas' needs a whole
          objects: {} | box: {nodes: 1} | line 11: '*.box' does everything itself
          """)
  void aTopologyThatCannotWorkIsRefusedWithLineAndRemedy(
      String right, String wrong, String sentence) {
    assertThat(GROWN).contains(right);
    assertThatThrownBy(() -> Topology.parse(GROWN.replace(right, wrong), "grown.yaml"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageStartingWith("grown.yaml")
        .hasMessageContaining(sentence.replace("*", "regions.home"));
  }

  @Test
  void whatIsNoYamlIsRefusedWithTheLine() {
    assertThatThrownBy(() -> Topology.parse("name: x\nfront: [", "broken.yaml"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageStartingWith("broken.yaml line");
  }
}
