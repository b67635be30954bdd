package pando.cluster;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.config.Yaml;

/// What a site consists of, as its operator wrote it down.
///
/// @param name what the operator calls it, such as `autoscale`
/// @param front where people reach the site
/// @param photos where browsers fetch photos when there are edges; null: from `front`
/// @param region where everything runs
public record Topology(String name, HostPort front, @Nullable HostPort photos, Region region) {

  /// Reads and checks a file.
  ///
  /// @throws pando.base.Refusal.Invalid with file, line and remedy if it cannot work
  public static Topology read(Path file) {
    return read(Yaml.read(file));
  }

  /// Reads and checks a text; `name` is what errors call it.
  public static Topology parse(String text, String name) {
    return read(Yaml.parse(text, name));
  }

  /// The same with other servers of the database.
  public Topology with(DatabaseTier database) {
    return new Topology(name, front, photos, region.with(database));
  }

  /// Where a process on this machine reaches the site.
  public HostPort origin() {
    return front.host().equals("0.0.0.0") ? new HostPort("127.0.0.1", front.port()) : front;
  }

  private static Topology read(Yaml file) {
    file.allow(List.of("name", "front", "photos", "regions"));
    var front = HostPort.read(file.require("front"));
    var photos = file.find("photos").isThere() ? HostPort.read(file.find("photos")) : null;
    var regions = file.require("regions");
    if (regions.keys().size() != 1) {
      throw regions.refusal(
          "needs one region: more than one comes with a later version of Pando, which runs the"
              + " stages 01 to 07 today");
    }
    var name = regions.keys().getFirst();
    var region = RegionReader.read(name, regions.find(name));
    check(file, front, photos, region);
    return new Topology(file.require("name").text(), front, photos, region);
  }

  private static void check(Yaml file, HostPort front, @Nullable HostPort photos, Region region) {
    var hasEdges = region.tiers().edges() != null;
    if (hasEdges && photos == null) {
      throw file.refusal("has edges and needs 'photos', the address that browsers reach them at");
    }
    if (photos != null && !hasEdges) {
      throw file.find("photos").refusal("needs edges in the region, which would answer there");
    }
    if (front.equals(photos)) {
      throw file.find("photos").refusal("is the address of 'front'; take another port");
    }
    for (var address : photos == null ? List.of(front) : List.of(front, photos)) {
      var last = region.firstPort() + Region.PORTS;
      if (address.port() >= region.firstPort() && address.port() < last) {
        throw file.find("front")
            .refusal(
                "%s is among the ports of the region; take one below %d or above %d"
                    .formatted(address, region.firstPort(), last));
      }
    }
  }
}
