package pando.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import pando.cache.RedisSettings;
import pando.cache.SentinelSettings;
import pando.cluster.CacheTier;
import pando.cluster.HostPort;
import pando.cluster.Region;

/// The processes of the shared cache: Redis servers, and the Sentinels that watch them.
///
/// The first server is the master to begin with. Who is the master later is for the Sentinels to
/// say, and stands in the files that they and the servers rewrite.
public record CacheMembers(Layout layout, Ports ports, Region region) {
  /// The file of the password.
  public static final String SECRET = "redis";

  /// The name of the master among the Sentinels.
  private static final String MASTER = "pando";

  private static final String REDIS_FILE = "redis.conf";
  private static final String SENTINEL_FILE = "sentinel.conf";

  public List<Rendering> render(CacheTier tier) {
    var password = Secrets.of(layout.secrets().resolve(SECRET));
    var master = new HostPort(region.address(), ports.of("redis-1"));
    var members = new ArrayList<Rendering>();
    for (var number = 1; number <= tier.servers(); number++) {
      var name = "redis-" + number;
      var settings =
          new RedisSettings(
              layout.member(name),
              region.address(),
              ports.of(name),
              number == 1 ? null : master,
              (long) tier.memory() << 20,
              tier.eviction(),
              password);
      members.add(member(Role.REDIS, name, "redis-server", REDIS_FILE, settings.text()));
    }
    var quorum = tier.sentinels() / 2 + 1;
    for (var number = 1; number <= tier.sentinels(); number++) {
      var name = "sentinel-" + number;
      var settings =
          new SentinelSettings(
              layout.member(name),
              region.address(),
              ports.of(name),
              MASTER,
              master,
              quorum,
              password);
      members.add(member(Role.SENTINEL, name, "redis-sentinel", SENTINEL_FILE, settings.text()));
    }
    return members;
  }

  private Rendering member(Role role, String name, String program, String file, String text) {
    var command = List.of(program, layout.member(name).resolve(file).toString());
    var fingerprint = Fingerprint.of(List.of(program, text));
    var member =
        new Member(
            name, role, command, region.address(), ports.of(name), fingerprint, true, "TERM");
    return new Rendering(member, Map.of(file, text));
  }
}
