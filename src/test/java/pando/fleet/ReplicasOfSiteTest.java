package pando.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pando.base.Refusal;
import pando.cluster.DatabaseTier;

class ReplicasOfSiteTest {
  @Test
  void oneThatIsAddedHasTheLowestNumberThatIsFree() {
    assertThat(replicas("leader", 2, "sync_standby", 4, "replica").more().copies())
        .containsExactly(2, 3, 4);
  }

  @Test
  void thereAreNoMoreThanThePrimaryCanFeed() {
    var full = new Replicas(DatabaseTier.of(5), List.of());
    assertThatThrownBy(full::more)
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("has 5 replicas, and may have no more");
  }

  @Test
  void theOneThatIsMissedLeastGoes() {
    assertThat(replicas("leader", 2, "sync_standby", 3, "replica").without(null).copies())
        .containsExactly(2);
    assertThat(replicas("leader", 2, "replica", 3, "sync_standby").without(null).copies())
        .containsExactly(3);
    assertThat(replicas("replica", 2, "sync_standby", 3, "leader").without(null).copies())
        .containsExactly(3);
    assertThat(replicas("leader", 2, "gone", 3, "replica").without(null).copies())
        .containsExactly(3);
  }

  @Test
  void thePrimaryNeverGoes() {
    var replicas = replicas("sync_standby", 2, "replica", 3, "leader");
    assertThatThrownBy(() -> replicas.without("database-3"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage(
            "database-3 is the primary; ./pando failover has another be it, then it can go");
  }

  @Test
  void theOneThatThereIsWithoutReplicasStays() {
    var replicas = replicas("replica", 2, "sync_standby", 3, "leader");
    assertThatThrownBy(() -> replicas.without("database-1"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("so it stays; there are: database-2");
    assertThatThrownBy(() -> replicas.without("database-7"))
        .hasMessage("there is no replica 'database-7'; there are: database-2");
  }

  @Test
  void theLastReplicaGoesWithAllThatBelongsToIt() {
    assertThatThrownBy(() -> replicas("leader", 2, "sync_standby").without(null))
        .hasMessageContaining("./pando apply a topology without 'replicas'");
  }

  /// Those of the first server's role, and then a number and a role of each.
  private static Replicas replicas(String first, Object... others) {
    var numbers = new ArrayList<Integer>();
    var servers = new ArrayList<Patroni.Server>();
    servers.add(server(1, first));
    for (var index = 0; index < others.length; index += 2) {
      numbers.add((Integer) others[index]);
      if (!others[index + 1].equals("gone")) {
        servers.add(server((Integer) others[index], (String) others[index + 1]));
      }
    }
    return new Replicas(new DatabaseTier(numbers), servers);
  }

  private static Patroni.Server server(int number, String role) {
    return new Patroni.Server("database-" + number, role, "running", "1", "0");
  }
}
