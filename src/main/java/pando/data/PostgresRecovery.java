package pando.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import pando.data.EmbeddedPostgres.Durability;

/// Makes a server's folder of what a backup has brought there.
public final class PostgresRecovery {
  /// All that was written since the copy was made is read.
  private static final Duration LIMIT = Duration.ofHours(24);

  private static final Duration ALONE_LIMIT = Duration.ofMinutes(2);

  private PostgresRecovery() {}

  /// Makes the folder of a server, which its user alone may enter.
  public static void makeFolder(Path folder) {
    try {
      EmbeddedPostgres.makePrivate(folder.toAbsolutePath().normalize(), ServiceUser.current());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
  }

  /// Lets the data folder that a backup was put into recover to where it was told to, and gives it
  /// a new password.
  ///
  /// @param folder in which the files of the backup are at `cluster`
  /// @throws IllegalStateException with the last words of the server, if it cannot
  public static void recover(Path folder) {
    var path = folder.toAbsolutePath().normalize();
    var cluster = path.resolve("cluster");
    try {
      var user = ServiceUser.current();
      var bin = PostgresBinaries.unpack(EmbeddedPostgres.cache(user, path)).resolve("bin");
      var port = EmbeddedPostgres.freePort();
      var command = new ArrayList<>(user.boundPrefix());
      command.addAll(EmbeddedPostgres.server(bin, cluster, Durability.DURABLE, port));
      command.addAll(List.of("-c", "hot_standby=off")); // it is ready at the end, not on the way
      PostgresProcess.start(command, cluster, port, LIMIT).stop("INT");
      var alone = new ArrayList<>(user.boundPrefix());
      alone.addAll(List.of(bin.resolve("postgres").toString(), "--single", "-D"));
      alone.add(cluster.toString());
      alone.addAll(PostgresSettings.alone());
      alone.add(EmbeddedPostgres.DATABASE);
      var password = EmbeddedPostgres.password(path, user); // the old one is lost with the site
      var words =
          "alter role %s password '%s'\nalter system reset all\n"
              .formatted(EmbeddedPostgres.USER, password);
      PostgresProcess.run(alone, words, ALONE_LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot recover " + folder, e);
    }
  }
}
