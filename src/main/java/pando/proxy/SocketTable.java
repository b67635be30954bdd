package pando.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The TCP sockets of this machine as Linux lists them in `/proc/net`; empty on other systems.
record SocketTable(List<Row> rows) {
  private static final List<Path> FILES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final Path OWN_FILES = Path.of("/proc/self/fd");
  private static final String LISTENING = "0A";
  private static final int HEX = 16;

  /// One socket.
  ///
  /// @param local address and port as the kernel writes them, such as `0100007F:1F90`
  /// @param remote those of the other end
  /// @param waiting of a socket that listens: how many connections wait to be accepted
  /// @param inode which socket it is, here and in [#own]; 0 before it is accepted
  record Row(String local, String remote, boolean listens, long waiting, long inode) {
    int localPort() {
      return port(local);
    }

    int remotePort() {
      return port(remote);
    }

    private static int port(String address) {
      return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEX);
    }
  }

  /// What is there now.
  static SocketTable read() throws IOException {
    var rows = new ArrayList<Row>();
    for (var file : FILES) {
      if (Files.exists(file)) {
        Files.readAllLines(file).stream().skip(1).map(SocketTable::row).forEach(rows::add);
      }
    }
    return new SocketTable(rows);
  }

  private static Row row(String line) {
    var cells = line.strip().split("\\s+", -1);
    var waiting = Long.parseLong(cells[4].substring(cells[4].indexOf(':') + 1), HEX);
    return new Row(
        cells[1], cells[2], cells[3].equals(LISTENING), waiting, Long.parseLong(cells[9]));
  }

  /// The numbers of the open sockets of this process, by inode.
  static Map<Long, Integer> own() throws IOException {
    var own = new HashMap<Long, Integer>();
    if (!Files.exists(OWN_FILES)) {
      return own;
    }
    try (var files = Files.newDirectoryStream(OWN_FILES)) {
      for (var file : files) {
        try {
          var target = Files.readSymbolicLink(file).toString();
          if (target.startsWith("socket:[")) {
            var inode = Long.parseLong(target.substring("socket:[".length(), target.length() - 1));
            own.put(inode, Integer.parseInt(file.getFileName().toString()));
          }
        } catch (NoSuchFileException _) {
          // closed since
        }
      }
    }
    return own;
  }

  /// The sockets that listen on a port.
  List<Row> listening(int port) {
    return rows.stream().filter(row -> row.listens() && row.localPort() == port).toList();
  }
}
