package pando.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a site has acknowledged, beside what is found on it later.
///
/// A thing is a sentence such as `ana 17` or `ben follows ana`. One that was asked for and never
/// acknowledged is [#unsure]: it may be found once or not at all.
///
/// A ledger may be kept in a file too, to which every acknowledgement is forced: a drill that dies
/// leaves what was promised.
public final class Ledger implements AutoCloseable {
  /// What is counted, each in a row of the table.
  public enum Kind {
    POST,
    DELETION,
    PHOTO,
    EDIT,
    FAVOURITE,
    FOLLOW,
    KEPT_FEED_ENTRY,
    REBUILT_FEED_ENTRY
  }

  private final Map<Kind, Account> accounts = new EnumMap<>(Kind.class);

  private final @Nullable FileChannel file;

  /// One that is kept in memory alone.
  public Ledger() {
    this((FileChannel) null);
  }

  private Ledger(@Nullable FileChannel file) {
    this.file = file;
    for (var kind : Kind.values()) {
      accounts.put(kind, new Account());
    }
  }

  /// One that is also appended to a file, a line for each acknowledgement such as `POST ana 17`.
  public static Ledger in(Path file) {
    try {
      return new Ledger(
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a ledger in " + file, e);
    }
  }

  /// The things of one kind.
  private static final class Account {
    final Set<String> acknowledged = new HashSet<>();
    final Set<String> unsure = new HashSet<>();
    final Map<String, Integer> found = new LinkedHashMap<>();
  }

  private Account account(Kind kind) {
    return Objects.requireNonNull(accounts.get(kind));
  }

  /// The site has said that it is done.
  public synchronized void acknowledge(Kind kind, String thing) {
    account(kind).unsure.remove(thing);
    account(kind).acknowledged.add(thing);
    write(kind + " " + thing + "\n");
  }

  private void write(String line) {
    if (file == null) {
      return;
    }
    try {
      var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the ledger", e);
    }
  }

  /// The site has said that it is undone.
  public synchronized void withdraw(Kind kind, String thing) {
    account(kind).acknowledged.remove(thing);
  }

  /// The site was asked and has not answered, and will not be asked again.
  public synchronized void unsure(Kind kind, String thing) {
    account(kind).unsure.add(thing);
  }

  /// It is there, once more.
  public synchronized void find(Kind kind, String thing) {
    account(kind).found.merge(thing, 1, Integer::sum);
  }

  public synchronized boolean has(Kind kind, String thing) {
    return account(kind).acknowledged.contains(thing);
  }

  /// What was acknowledged and not withdrawn.
  public synchronized Set<String> acknowledged(Kind kind) {
    return Set.copyOf(account(kind).acknowledged);
  }

  /// What was found.
  public synchronized Set<String> found(Kind kind) {
    return Set.copyOf(account(kind).found.keySet());
  }

  /// The whole account, a line for each kind.
  public synchronized String table() {
    var table = new StringBuilder();
    table.append(row("", "acknowledged", "unsure", "found", "doubled", "lost", "unasked"));
    for (var kind : Kind.values()) {
      var account = account(kind);
      table.append(
          row(
              kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
              account.acknowledged.size(),
              account.unsure.size(),
              account.found.size(),
              doubled(kind).size(),
              lost(kind).size(),
              unasked(kind).size()));
    }
    return table.toString();
  }

  private static String row(Object... cells) {
    return "%-20s %13s %7s %7s %8s %5s %8s%n".formatted(cells);
  }

  /// Those of one kind that were acknowledged and are not found.
  public synchronized Set<String> lost(Kind kind) {
    var lost = new TreeSet<>(account(kind).acknowledged);
    lost.removeAll(account(kind).found.keySet());
    return lost;
  }

  /// Those of one kind that were found more than once.
  public synchronized Set<String> doubled(Kind kind) {
    return account(kind).found.entrySet().stream()
        .filter(thing -> thing.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Those of one kind that were found although nobody asked for them.
  public synchronized Set<String> unasked(Kind kind) {
    var unasked = new TreeSet<>(account(kind).found.keySet());
    unasked.removeAll(account(kind).acknowledged);
    unasked.removeAll(account(kind).unsure);
    return unasked;
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
