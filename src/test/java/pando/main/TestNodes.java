package pando.main;

import java.util.List;
import java.util.Set;
import pando.bus.Bus;
import pando.bus.PostgresWire;
import pando.cluster.ShardMap;
import pando.data.EmbeddedPostgres;
import pando.data.TestPostgres;
import pando.data.TestShards;

/// Two nodes of one site on one database, as two processes would be: they share nothing but the
/// database, the bus, and what [TestTiers] are.
public final class TestNodes implements AutoCloseable {
  private final ShardMap map = TestShards.map(1);
  private final TestTiers tiers = TestTiers.ofSite();
  final TestPando first = node();
  final TestPando second = node();

  /// Another node of the site, which follows the others and does not work for them yet.
  TestPando node() {
    var url = map.shards().getFirst().url();
    var wire = new PostgresWire(url, EmbeddedPostgres.USER, TestPostgres.server().password());
    return new TestPando(TestShards.open(map), Bus.over(wire), tiers).follow();
  }

  /// Somebody new, who talks to the first node.
  public TestPerson onFirst(String name) {
    return first.signUp(name);
  }

  /// Somebody new, who talks to the second node.
  public TestPerson onSecond(String name) {
    return second.signUp(name);
  }

  /// The same person, who talks to the second node now.
  TestPerson toSecond(TestPerson person) {
    var client = second.as(person, Set.of("read", "write", "follow", "push"));
    return new TestPerson(client, person.id(), person.name());
  }

  /// Ends all of somebody's tokens of the second node's client, through the first node.
  public void revokeAll(TestPerson person) {
    first.rooms().desks().people().tokens().revokeAll(person.id(), second.registeredApp().id());
  }

  @Override
  public void close() {
    List.of(second, first).forEach(TestPando::close);
  }
}
