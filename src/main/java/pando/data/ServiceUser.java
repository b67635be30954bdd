package pando.data;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The system user that PostgreSQL and other components run as: the one that started Pando, except
/// root, which PostgreSQL refuses. Root starts them as the user `pando`, or as `nobody` where there
/// is no `pando`.
///
/// @param name as in the system's list of users
/// @param uid the number of the user
/// @param gid the number of the user's group
/// @param switched whether it is another user than the one that started Pando
public record ServiceUser(String name, int uid, int gid, boolean switched) {
  private static final Path USERS = Path.of("/etc/passwd");
  private static final int ROOT = 0;

  /// The user for a server that this process starts.
  public static ServiceUser current() throws IOException {
    var self = Path.of("/proc/self");
    var uid = (Integer) Files.getAttribute(self, "unix:uid");
    var gid = (Integer) Files.getAttribute(self, "unix:gid");
    if (uid != ROOT) {
      return new ServiceUser(System.getProperty("user.name", ""), uid, gid, false);
    }
    var users = Files.readAllLines(USERS);
    return Stream.of("pando", "nobody")
        .flatMap(name -> users.stream().filter(line -> line.startsWith(name + ":")))
        .map(line -> line.split(":", -1))
        .map(f -> new ServiceUser(f[0], Integer.parseInt(f[2]), Integer.parseInt(f[3]), true))
        .findFirst()
        .orElseThrow(() ->
            new Refusal.Unavailable(
                "PostgreSQL does not run as root; add a user for it: useradd --system pando"));
  }

  /// The words that start a program as this user, and end it when the thread that started it ends.
  ///
  /// `setpriv` asks for the signal after it has changed the user, which would clear it.
  public List<String> boundPrefix() {
    var words = new ArrayList<>(prefix());
    words.add("--pdeathsig=QUIT");
    return words;
  }

  /// The words that start a program as this user, which goes on when the one that started it ends.
  ///
  /// `setsid` keeps the Ctrl-C of a terminal from it: Pando stops it, after all that uses it.
  public List<String> prefix() {
    return switched
        ? List.of(
            "setsid",
            "setpriv",
            "--reuid=" + uid,
            "--regid=" + gid,
            "--clear-groups",
            "--no-new-privs")
        : List.of("setsid", "setpriv", "--no-new-privs");
  }

  /// Makes a file or folder belong to this user.
  public void own(Path path) throws IOException {
    if (switched) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /// The first of the folders above `folder` that this user may not enter, or null if there is
  /// none.
  public @Nullable Path findObstacle(Path folder) throws IOException {
    if (switched) {
      for (var parent = folder.getParent(); parent != null; parent = parent.getParent()) {
        if (Files.exists(parent)
            && !Files.getPosixFilePermissions(parent).contains(OTHERS_EXECUTE)) {
          return parent;
        }
      }
    }
    return null;
  }
}
