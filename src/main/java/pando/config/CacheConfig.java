package pando.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The `cache` section: the Redis that the nodes of a grown site share. Without it each process
/// keeps what it needs in its own memory, which is right for one box.
///
/// @param server the one Redis, such as `127.0.0.1:6379`; none: see `sentinels`
/// @param sentinels those who know which Redis is the master now, such as
///   `127.0.0.1:26379,127.0.0.1:26380,127.0.0.1:26381`; none, and no server: no Redis
/// @param master the name by which the Sentinels know it
/// @param passwordFile the file with the password of Redis and its Sentinels
/// @param prefix what every key begins with, so that sites can share a Redis
/// @param record the file in which accesses are recorded for `pando cache advise`; each node of a
///   grown site adds its name. None: nothing is recorded
/// @param recordOneIn of so many keys one is recorded
public record CacheConfig(
    @Nullable String server,
    @Nullable String sentinels,
    String master,
    @Nullable String passwordFile,
    String prefix,
    @Nullable String record,
    int recordOneIn) {
  public static final CacheConfig DEFAULT =
      new CacheConfig(null, null, "pando", null, "pando", null, 10);

  private static final int MAX_ONE_IN = 10_000;

  private static final int MAX_PORT = 65_535;

  public CacheConfig {
    if (server != null && sentinels != null) {
      throw new Refusal.Invalid("server and sentinels are both given; the Sentinels know it");
    }
    if ((server != null || sentinels != null) && passwordFile == null) {
      throw new Refusal.Invalid("a Redis is given without passwordFile");
    }
    if (server != null) {
      address(server);
    }
    if (sentinels != null) {
      addresses(sentinels);
    }
    if (!master.matches("[A-Za-z0-9._-]+")) {
      throw new Refusal.Invalid("master is not a name of letters and digits: " + master);
    }
    if (!prefix.matches("[A-Za-z0-9._-]+")) {
      throw new Refusal.Invalid("prefix is not a word of letters and digits: " + prefix);
    }
    if (recordOneIn < 1 || recordOneIn > MAX_ONE_IN) {
      throw new Refusal.Invalid("recordOneIn is not between 1 and %,d".formatted(MAX_ONE_IN));
    }
  }

  /// Whether there is a Redis.
  public boolean isShared() {
    return server != null || sentinels != null;
  }

  /// The address of the one Redis; null when Sentinels know it, or there is none.
  public @Nullable InetSocketAddress serverAddress() {
    return server == null ? null : address(server);
  }

  /// The addresses of the Sentinels; empty when there are none.
  public List<InetSocketAddress> sentinelAddresses() {
    return sentinels == null ? List.of() : addresses(sentinels);
  }

  /// What the password file holds.
  ///
  /// @throws Refusal.Invalid if there is none, or it is empty
  public String password() {
    if (passwordFile == null || !Files.isReadable(Path.of(passwordFile))) {
      throw new Refusal.Invalid("cache: the passwordFile cannot be read: " + passwordFile);
    }
    try {
      var password = Files.readString(Path.of(passwordFile)).strip();
      if (password.isEmpty()) {
        throw new Refusal.Invalid("cache: the passwordFile is empty: " + passwordFile);
      }
      return password;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + passwordFile, e);
    }
  }

  /// The file in which a node records accesses; null: in none.
  ///
  /// @param node its name; empty on one box
  public @Nullable Path recordFile(String node) {
    return record == null ? null : Path.of(node.isEmpty() ? record : record + "." + node);
  }

  private static List<InetSocketAddress> addresses(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).map(CacheConfig::address).toList();
  }

  private static InetSocketAddress address(String text) {
    var colon = text.lastIndexOf(':');
    var port = colon < 1 ? "" : text.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > MAX_PORT) {
      throw new Refusal.Invalid("an address is not like 127.0.0.1:6379: " + text);
    }
    return InetSocketAddress.createUnresolved(text.substring(0, colon), Integer.parseInt(port));
  }
}
