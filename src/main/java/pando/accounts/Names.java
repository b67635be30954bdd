package pando.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.Slot;
import pando.data.Row;
import pando.data.Shards;

/// What only one account may be called, and who is.
///
/// A name is reserved in the slot it hashes to before the account is made in its own; if that never
/// happens, the name is free again after [#RESERVED_FOR], which no sign-up can outlast.
final class Names {
  static final int MAX_USERNAME = 30; // characters
  static final int MAX_EMAIL = 254;
  static final Duration RESERVED_FOR = Duration.ofHours(1);

  private static final Pattern USERNAME =
      Pattern.compile("[A-Za-z0-9_]{1,%d}".formatted(MAX_USERNAME));

  /// Of `ana@example.org`: what mail servers take, without quotes, comments and address literals.
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@LABEL(\\.LABEL)*"
              .replace("LABEL", "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"));

  /// Names that could be taken for the site speaking.
  private static final Set<String> RESERVED =
      Set.of(
          "about",
          "abuse",
          "account",
          "accounts",
          "admin",
          "administrator",
          "api",
          "auth",
          "contact",
          "everyone",
          "help",
          "hostmaster",
          "info",
          "mod",
          "moderator",
          "moderators",
          "noreply",
          "no_reply",
          "null",
          "oauth",
          "official",
          "pando",
          "postmaster",
          "privacy",
          "root",
          "security",
          "settings",
          "staff",
          "support",
          "system",
          "terms",
          "undefined",
          "webmaster");

  private static final String FIND =
      "select account_id, reserved_at from names where slot = ? and kind = ? and name = ?";

  private static final String RESERVE =
      """
      insert into names (slot, kind, name, account_id, reserved_at) values (?, ?, ?, ?, ?)
      on conflict do nothing
      """;

  private static final String TAKE_OVER =
      """
      update names set account_id = ?, reserved_at = ?
       where slot = ? and kind = ? and name = ? and account_id = ? and reserved_at = ?
      """;

  private static final String RELEASE =
      "delete from names where slot = ? and kind = ? and name = ? and account_id = ?";

  private static final String EXISTS = "select id from accounts where id = ?";

  /// What a name is for.
  enum Kind {
    USERNAME,
    EMAIL;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Reservation(AccountId account, Instant at) {
    static Reservation read(Row row) {
      return new Reservation(row.id("account_id", AccountId::new), row.instant("reserved_at"));
    }
  }

  private final Shards shards;

  Names(Shards shards) {
    this.shards = shards;
  }

  static boolean isUsername(String text) {
    return USERNAME.matcher(text).matches();
  }

  static boolean isEmail(String text) {
    return text.length() <= MAX_EMAIL && EMAIL.matcher(text).matches();
  }

  static boolean isReserved(String username) {
    return RESERVED.contains(username.toLowerCase(Locale.ROOT));
  }

  /// Who has a name, or has reserved it and may not exist yet.
  @Nullable AccountId find(Kind kind, String name) {
    var reservation = reservation(kind, lower(name));
    return reservation == null ? null : reservation.account();
  }

  /// Whether a name can not be reserved.
  boolean isTaken(Kind kind, String name, Instant now) {
    var reservation = reservation(kind, lower(name));
    return reservation != null && !hasLapsed(reservation, now);
  }

  /// Reserves a name for an account that is about to be made.
  ///
  /// @return false if another one has it
  boolean reserve(Kind kind, String name, AccountId account, Instant now) {
    var key = lower(name);
    var shard = shards.ofName(key);
    var slot = Slot.ofName(key);
    if (shard.update(RESERVE, slot, kind.word(), key, account, now) == 1) {
      return true;
    }
    var other = reservation(kind, key);
    if (other == null || !hasLapsed(other, now)) {
      return false;
    }
    return shard.update(
            TAKE_OVER, account, now, slot, kind.word(), key, other.account(), other.at())
        == 1;
  }

  /// Gives a name back whose account was not made after all.
  void release(Kind kind, String name, AccountId account) {
    var key = lower(name);
    shards.ofName(key).update(RELEASE, Slot.ofName(key), kind.word(), key, account);
  }

  private @Nullable Reservation reservation(Kind kind, String key) {
    return shards.ofName(key).find(FIND, Reservation::read, Slot.ofName(key), kind.word(), key);
  }

  private boolean hasLapsed(Reservation reservation, Instant now) {
    if (reservation.at().plus(RESERVED_FOR).isAfter(now)) {
      return false;
    }
    var id = reservation.account();
    return shards.of(id).list(EXISTS, row -> row.longValue("id"), id).isEmpty();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
