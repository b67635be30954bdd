package pando.data;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import pando.base.Freshness;
import pando.base.Id;
import pando.cluster.ShardMap;
import pando.data.Server.Limits;
import pando.data.Server.Role;

/// The servers of a shard: which is the primary, which may be read, and for whom.
///
/// There may be more addresses than servers: who does not answer is not there. So a replica that is
/// added is used as soon as it can be, and one that is removed is missed by nobody.
///
/// Each is asked all the time what it is. The primary is the one that is not in recovery; of two
/// who say so it is the one with the later timeline, and the other is not used. A replica may be
/// read as long as it is known where it is and that is no more than [Limits#lag] behind. A server
/// keeps its connections when it is promoted, so after a failover nobody has to connect.
final class Servers implements AutoCloseable {
  /// Who was not here for so long is not remembered: their next reads are the primary's.
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private static final int MAX_PEOPLE = 200_000;

  private final String shard;
  private final List<Server> servers = new ArrayList<>();
  private final List<PositionProbe> probes = new ArrayList<>();
  private final Positions primaryPositions = new Positions();
  private final Cache<Long, View> views =
      Caffeine.newBuilder().maximumSize(MAX_PEOPLE).expireAfterAccess(REMEMBERED).build();
  private final Duration lagLimit;
  private volatile @Nullable Server primary;
  private int timeline;

  /// Who was there when the primary was last heard.
  private List<Server> group = List.of();

  private @Nullable Position primaryPosition; // when it was last heard

  /// @param properties of a connection
  /// @param limits of the servers
  Servers(ShardMap.Shard shard, Properties properties, Limits limits) {
    this.shard = shard.name();
    this.lagLimit = limits.lag();
    if (shard.servers().size() == 1) {
      primary = new Server(this.shard, shard.url(), properties, Role.PRIMARY, limits);
      servers.add(primary);
    } else {
      for (var url : shard.servers()) {
        servers.add(new Server(name(shard, url), url, properties, Role.NONE, limits));
      }
      for (var i = 0; i < servers.size(); i++) {
        probes.add(new PositionProbe(shard.servers().get(i), properties, listener(servers.get(i))));
      }
    }
  }

  private static String name(ShardMap.Shard shard, String url) {
    return shard.name() + " at " + url.replaceFirst("^.*//([^/]*)/.*$", "$1");
  }

  private PositionProbe.Listener listener(Server server) {
    return new PositionProbe.Listener() {
      @Override
      public void heard(Position position) {
        Servers.this.heard(server, position);
      }

      @Override
      public void lost() {
        Servers.this.lost(server);
      }
    };
  }

  private synchronized void heard(Server server, Position position) {
    if (position.isReplica()) {
      server.positions().add(position);
      var lag = primaryPositions.lag(position.place());
      server.become(lag.compareTo(lagLimit) <= 0 ? Role.REPLICA : Role.NONE);
      standIn();
    } else if (position.timeline() > timeline
        || (position.timeline() == timeline && (server == primary || !hasPrimary()))) {
      timeline = position.timeline();
      var before = primary;
      primary = server;
      primaryPositions.add(position);
      group = servers.stream().filter(this::isThere).toList();
      primaryPosition = position;
      server.become(Role.PRIMARY);
      if (before != null && before != server && before.role() != Role.REPLICA) {
        before.become(Role.NONE);
        before.cutAll(); // also if it was lost before: whoever waits for it would wait in vain
      }
    } else {
      server.become(Role.NONE); // it has not heard yet that another is the primary
      server.cutAll();
    }
  }

  private boolean isThere(Server server) {
    return server == primary || server.positions().isKnownLately();
  }

  /// While there is no primary, all that anybody can have seen is in what the replicas have
  /// received together: a commit that was acknowledged is on two of the servers that there were, so
  /// all but one of them have it. Not if the primary had replicas that were not heard of, or waited
  /// for none of them.
  private void standIn() {
    var heard =
        group.stream().map(server -> server.positions().latest()).filter(Objects::nonNull).toList();
    if (!hasPrimary()
        && primaryPosition != null
        && primaryPosition.synchronous() > 0
        && group.size() > primaryPosition.followers()
        && heard.size() >= group.size() - 1) {
      var asked = heard.stream().mapToLong(Position::asked).min().orElseThrow();
      var place = heard.stream().mapToLong(Position::received).max().orElseThrow();
      primaryPositions.add(new Position(asked, false, timeline, place, place, 0, 0));
    }
  }

  private synchronized void lost(Server server) {
    server.positions().doubt();
    server.become(Role.NONE);
    if (server != primary) {
      server.cutAll(); // what a primary does may still succeed, until there is another
    }
  }

  private boolean hasPrimary() {
    var current = primary;
    return current != null && current.role() == Role.PRIMARY;
  }

  /// The primary.
  ///
  /// @throws DatabaseFailure an outage, if there is none for the moment
  Server primary() {
    var current = primary;
    if (current == null || current.role() != Role.PRIMARY) {
      throw DatabaseFailure.unreached(
          new SQLTransientConnectionException(shard + " has no primary for the moment"));
    }
    return current;
  }

  /// Whether one of them is known to be there, without asking.
  boolean haveAnswered() {
    return servers.stream()
        .anyMatch(server -> probes.isEmpty() ? server.hasAnswered() : server.role() != Role.NONE);
  }

  /// A replica that is fresh enough, or null: only the primary is.
  @Nullable Server choose(Freshness freshness) {
    if (probes.isEmpty()) {
      return null;
    }
    return switch (freshness) {
      case Freshness.Latest _ -> null;
      case Freshness.Recent _ -> choose(ThreadLocalRandom.current().nextInt(), null);
      case Freshness.SinceSeen(var person) -> choose(Long.hashCode(person.value()), view(person));
    };
  }

  /// The same for the same person, as long as that can be read: each server draws a number for the
  /// person, and the highest wins (rendezvous hashing).
  private @Nullable Server choose(int person, @Nullable View view) {
    Server best = null;
    var highest = 0;
    for (var i = 0; i < servers.size(); i++) {
      var server = servers.get(i);
      var drawn = draw(person, i);
      if ((best == null || drawn > highest)
          && server.role() == Role.REPLICA
          && server.positions().latest() != null
          && (view == null || view.allows(server.positions()))) {
        best = server;
        highest = drawn;
      }
    }
    return best;
  }

  /// A number that looks like one of chance: the end of MurmurHash3 (Appleby, public domain).
  private static int draw(int person, int server) {
    var bits = person + server * 0x9e3779b9;
    bits = (bits ^ bits >>> 16) * 0x85ebca6b;
    bits = (bits ^ bits >>> 13) * 0xc2b2ae35;
    return bits ^ bits >>> 16;
  }

  /// Remembers for whom the primary was read or written.
  void sawPrimary(Freshness freshness) {
    if (freshness instanceof Freshness.SinceSeen(var person) && !probes.isEmpty()) {
      sawPrimary(person);
    }
  }

  /// Remembers that a person has written, or may have.
  void sawPrimary(Id person) {
    view(person).sawPrimary(System.nanoTime());
  }

  /// Remembers of nobody what they have seen.
  void forgetAll() {
    views.invalidateAll();
  }

  /// Remembers for whom a replica was read.
  void saw(Server replica, Freshness freshness) {
    if (freshness instanceof Freshness.SinceSeen(var person)) {
      view(person).saw(replica.positions(), System.nanoTime());
    }
  }

  private View view(Id person) {
    return views.get(person.value(), _ -> new View(primaryPositions, System.nanoTime()));
  }

  @Override
  public void close() {
    probes.forEach(PositionProbe::close);
    servers.forEach(Server::close);
  }
}
