package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What a site has acknowledged, beside what is found on it later.
///
/// A thing is a sentence such as `ana 17` or `ben follows ana`. One that was asked for and never
/// acknowledged is [#unsure]: it may be found once or not at all.
final class Ledger {
  /// What is counted, each in a row of the table.
  enum Kind {
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

  Ledger() {
    for (var kind : Kind.values()) {
      accounts.put(kind, new Account());
    }
  }

  /// The things of one kind.
  private static final class Account {
    final Set<String> acknowledged = new HashSet<>();
    final Set<String> unsure = new HashSet<>();
    final Map<String, Integer> found = new LinkedHashMap<>();

    long lost() {
      return acknowledged.stream().filter(thing -> !found.containsKey(thing)).count();
    }

    long doubled() {
      return found.values().stream().filter(times -> times > 1).count();
    }

    long unasked() {
      return found.keySet().stream()
          .filter(thing -> !acknowledged.contains(thing) && !unsure.contains(thing))
          .count();
    }
  }

  private Account account(Kind kind) {
    return Objects.requireNonNull(accounts.get(kind));
  }

  /// The site has said that it is done.
  synchronized void acknowledge(Kind kind, String thing) {
    account(kind).unsure.remove(thing);
    account(kind).acknowledged.add(thing);
  }

  /// The site has said that it is undone.
  synchronized void withdraw(Kind kind, String thing) {
    account(kind).acknowledged.remove(thing);
  }

  /// The site was asked and has not answered, and will not be asked again.
  synchronized void unsure(Kind kind, String thing) {
    account(kind).unsure.add(thing);
  }

  /// It is there, once more.
  synchronized void find(Kind kind, String thing) {
    account(kind).found.merge(thing, 1, Integer::sum);
  }

  synchronized boolean has(Kind kind, String thing) {
    return account(kind).acknowledged.contains(thing);
  }

  /// What was acknowledged and not withdrawn.
  synchronized Set<String> acknowledged(Kind kind) {
    return Set.copyOf(account(kind).acknowledged);
  }

  /// What was found.
  synchronized Set<String> found(Kind kind) {
    return Set.copyOf(account(kind).found.keySet());
  }

  /// The whole account, a line for each kind.
  synchronized String table() {
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
              account.doubled(),
              account.lost(),
              account.unasked()));
    }
    return table.toString();
  }

  private static String row(Object... cells) {
    return "%-20s %13s %7s %7s %8s %5s %8s%n".formatted(cells);
  }

  /// Fails unless everything acknowledged was found once, and nothing that nobody asked for.
  synchronized void check() {
    accounts.forEach((kind, account) -> {
      assertThat(account.found.keySet()).as("found: " + kind).containsAll(account.acknowledged);
      assertThat(account.doubled()).as("doubled: " + kind).isZero();
      assertThat(account.unasked()).as("unasked: " + kind).isZero();
      assertThat(account.acknowledged).as("never happened: " + kind).isNotEmpty();
    });
  }
}
