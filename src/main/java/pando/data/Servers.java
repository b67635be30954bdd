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

  /// While there is no primary, all that anybody can have seen is in what the replicas have
  /// received together: a commit that was acknowledged is on two servers.
  private void standIn() {
    var others =
        servers.stream()
            .map(server -> server.positions().latest())
            .filter(Objects::nonNull)
            .toList();
    if (!hasPrimary() && others.size() >= servers.size() - 1) {
      var asked = others.stream().mapToLong(Position::asked).min().orElseThrow();
      var place = others.stream().mapToLong(Position::received).max().orElseThrow();
      primaryPositions.add(new Position(asked, false, timeline, place, place));
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

  /// Goes through the servers, from one that is always the same for the same person.
  private @Nullable Server choose(int start, @Nullable View view) {
    for (var i = 0; i < servers.size(); i++) {
      var server = servers.get(Math.floorMod(start + i, servers.size()));
      if (server.role() == Role.REPLICA
          && server.positions().latest() != null
          && (view == null || view.allows(server.positions()))) {
        return server;
      }
    }
    return null;
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
