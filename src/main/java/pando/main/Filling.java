package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import pando.accounts.Logins;
import pando.cluster.ShardMap;
import pando.data.EmbeddedPostgres;
import pando.data.Shards;
import pando.demo.Demo;
import pando.demo.DemoClock;
import pando.main.Rooms.Setting;
import pando.queue.Lane;

/// Fills a site with the demo before it opens, through desks of its own, whose clock stands in the
/// past: they are gone when it is done, and with them what they kept in memory.
///
/// It could not open earlier. Who reads a feed has seen everything up to its newest id, and what
/// the demo adds would appear below that; and an id that the open site makes moves its slot to the
/// present, where all that this person still has to do in the story would then happen.
///
/// A filling that is cut off goes on when the site is started like that again. The few photos that
/// were uploaded ahead and are in no post are painted again; the sweep of photos deletes the first
/// ones soon, since they are as old as they say.
///
/// The file `demo` in the data folder has the password of the guest, and says when the site is
/// full: it is never filled again, whatever people have deleted since.
final class Filling {
  private static final String FULL = "full";
  private static final String OWNER_ONLY = "rw-------";

  private final Setting setting;
  private final ShardMap map;
  private final String databasePassword;
  private final Path file;

  Filling(Setting setting, ShardMap map, String databasePassword) {
    this.setting = setting;
    this.map = map;
    this.databasePassword = databasePassword;
    this.file = setting.folder().resolve("demo");
  }

  /// Makes what is missing of the demo and answers the password of its guest.
  String run(Steps steps) {
    try {
      if (!Files.exists(file)) {
        write(List.of(Logins.newPassword()));
      }
      var lines = Files.readAllLines(file);
      var password = lines.getFirst();
      if (!lines.contains(FULL)) {
        steps.run(
            "demo",
            () -> {
              fill(
                  password,
                  Integer.MAX_VALUE,
                  (photos, all) ->
                      steps.progress("demo", "photos %d of %d".formatted(photos, all)));
              return Demo.PHOTOS;
            },
            photos -> "a community with " + photos + " photos");
        write(List.of(password, FULL));
      }
      return password;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + file, e);
    }
  }

  private void write(List<String> lines) throws IOException {
    var part = file.resolveSibling("demo.part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    Files.write(part, lines);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Makes what is missing of the demo.
  ///
  /// @param posts how many of its posts, the first ones
  /// @param progress is told of every photo
  void fill(String password, int posts, Demo.Progress progress) {
    try (var shards = Shards.open(map, EmbeddedPostgres.USER, databasePassword);
        var clock = new DemoClock(shards);
        var rooms = new Rooms(past(), setting.at(clock))) {
      var people = rooms.desks().people();
      var publishing = rooms.desks().publishing();
      var demo =
          new Demo(
              people.accounts(),
              people.logins(),
              people.relations(),
              rooms.desks().photos(),
              publishing.posts(),
              publishing.lists(),
              publishing.reactions());
      var now = InstantSource.system().instant();
      demo.fill(
          new Demo.Filling(
              clock, now, password, Administrator.NAME, posts, progress, () -> settle(rooms)));
    }
  }

  /// The same databases as they are in the past. What was done last may be lost when the machine
  /// dies: then it is done again.
  private Shards past() {
    var shards =
        map.shards().stream()
            .map(shard -> new ShardMap.Shard(shard.name(), past(shard.url())))
            .toList();
    var past = new ShardMap(map.epoch(), shards, map.shardOfSlot());
    return Shards.open(past, EmbeddedPostgres.USER, databasePassword);
  }

  private static String past(String url) {
    var more = url.contains("?") ? "&" : "?";
    return url
        + more
        + "currentSchema="
        + DemoClock.SCHEMA
        + ",public&options=-c%20synchronous_commit=off";
  }

  private static void settle(Rooms rooms) {
    for (var lane : Lane.values()) {
      while (rooms.lanes().drain(lane) > 0) {
        // what was read may have led to more
      }
    }
  }
}
