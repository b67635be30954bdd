package pando.accounts;

import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pando.accounts.Notification.Kind;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.data.Row;
import pando.data.Shards;
import pando.data.Tx;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// Tells people what others did.
///
/// What is taken back, dismissed or silenced by a block is hidden, and not deleted: what was said
/// of a cause is said once and for all, however often and late the events of it come, and in
/// whichever order. Only between two people it may be said anew.
public final class Notifications {
  /// How many an account keeps, and as many hidden ones; older ones are dropped.
  public static final int MAX_KEPT = 2_000;

  private static final String TELL =
      """
      with told as (
        insert into notifications
          (id, account_id, kind, from_id, post_id, cause_id, created_at, hidden)
        select next_id(?), t.account_id, ?, t.from_id, ?, ?, t.at,
               exists (select 1 from blocks b
                        where b.account_id = t.account_id and b.target_id = t.from_id)
               or exists (select 1 from blocked_by b
                           where b.account_id = t.account_id and b.blocker_id = t.from_id)
               or exists (select 1 from mutes m
                           where m.account_id = t.account_id and m.target_id = t.from_id
                             and m.notifications
                             and (m.expires_at is null or m.expires_at > t.at))
          from (select ?::bigint as account_id, ?::bigint as from_id, ?::timestamptz as at) t
         where not exists (select from accounts a
                            where a.id = t.account_id and a.left_at is not null)
        on conflict (account_id, cause_id, kind) do nothing
        returning id, hidden)
      select id from told where not hidden
      """;

  private static final String WITHDRAW =
      """
      insert into notifications
        (id, account_id, kind, from_id, post_id, cause_id, created_at, hidden)
      select next_id(?), t.account_id, ?, ?, ?, ?, ?, true
        from (select ?::bigint as account_id) t
       where not exists (select from accounts a
                          where a.id = t.account_id and a.left_at is not null)
      on conflict (account_id, cause_id, kind) do update set hidden = true
      """;

  private static final String FORGET =
      """
      delete from notifications
       where account_id = ? and kind = ? and from_id = ? and post_id is null
      """;

  private static final String HIDE_ALL =
      """
      update notifications
         set hidden = true
       where account_id = ? and not hidden and from_id = ?
      """;

  private static final String NEWEST =
      """
      select id, kind, from_id, post_id, cause_id, created_at
        from notifications
       where account_id = ? and not hidden and id < ? and id > ? and kind = any (?)
         and from_id = coalesce(?, from_id)
       order by id desc
       limit ?
      """;

  private static final String ABOVE =
      """
      select id, kind, from_id, post_id, cause_id, created_at
        from notifications
       where account_id = ? and not hidden and id < ? and id > ? and kind = any (?)
         and from_id = coalesce(?, from_id)
       order by id
       limit ?
      """;

  private static final String FIND =
      """
      select id, kind, from_id, post_id, cause_id, created_at
        from notifications
       where id = ? and account_id = ? and not hidden
      """;

  private static final String DISMISS =
      "update notifications set hidden = true where id = ? and account_id = ?";

  private static final String CLEAR =
      "update notifications set hidden = true where account_id = ? and not hidden";

  private static final String UNREAD =
      """
      select count(*) as n
        from (select 1
                from notifications
               where account_id = ? and not hidden
                 and kind = any (?) and from_id = coalesce(?, from_id)
                 and id > coalesce((select last_read_id from markers
                                     where account_id = ? and feed = 'notifications'), 0)
               limit ?) unread
      """;

  private static final String TRIM =
      """
      delete from notifications
       where account_id = ? and hidden = ?
         and id <= (select id from notifications
                     where account_id = ? and hidden = ?
                     order by id desc
                    offset ? limit 1)
      """;

  /// Which notifications are asked for.
  ///
  /// @param kinds only these
  /// @param from only those that this account caused; null: all
  public record Filter(Set<Kind> kinds, @Nullable AccountId from) {
    public static final Filter ALL = new Filter(Set.of(Kind.values()), null);

    private List<String> words() {
      return kinds.stream().map(Notifications::word).toList();
    }
  }

  private final Shards shards;
  private final Outbox outbox;
  private final InstantSource clock;

  public Notifications(Shards shards, Outbox outbox, InstantSource clock) {
    this.shards = shards;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// Has old notifications dropped after new ones came.
  public void subscribe(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(
            Lane.MAINTENANCE,
            AccountEvent.Told.class,
            Timing.LATER,
            batch -> batch.stream().map(told -> told.event().to()).distinct().forEach(this::trim)));
  }

  private void trim(AccountId account) {
    for (var hidden : List.of(false, true)) {
      shards.of(account).update(TRIM, account, hidden, account, hidden, MAX_KEPT);
    }
  }

  /// Tells people, each thing once. Says nothing to oneself, between people of whom one blocks the
  /// other, or from somebody whose notifications are muted.
  public void tell(List<Notice> notices) {
    for (var notice : notices) {
      shards
          .of(notice.to())
          .transact(tx -> {
            tell(tx, notice);
            return notice;
          });
    }
  }

  /// The same in a transaction on the shard of who is told.
  void tell(Tx tx, Notice notice) {
    if (notice.to().equals(notice.from())) {
      return;
    }
    var id =
        tx.find(
            TELL,
            row -> row.id("id", NotificationId::new),
            notice.to().slot(),
            word(notice.kind()),
            notice.post(),
            notice.cause(),
            notice.to(),
            notice.from(),
            clock.instant());
    if (id != null) {
      outbox.add(
          tx,
          notice.to(),
          new AccountEvent.Told(notice.to(), id, notice.kind(), notice.from(), notice.post()));
    }
  }

  /// Takes back what people were told, or would be when the event of it comes late.
  public void withdraw(List<Notice> notices) {
    for (var notice : notices) {
      shards
          .of(notice.to())
          .update(
              WITHDRAW,
              notice.to().slot(),
              word(notice.kind()),
              notice.from(),
              notice.post(),
              notice.cause(),
              clock.instant(),
              notice.to());
    }
  }

  /// Takes back what is between two people. Whoever calls it knows what is true, and may tell the
  /// same anew.
  static void forget(Tx tx, AccountId to, Kind kind, AccountId from) {
    tx.update(FORGET, to, word(kind), from);
  }

  /// Hides all that somebody caused until now.
  static void hideAll(Tx tx, AccountId to, AccountId from) {
    tx.update(HIDE_ALL, to, from);
  }

  /// A page of what an account was told.
  public Page<Notification> list(AccountId account, Filter filter, PageRequest page) {
    var notifications =
        shards
            .of(account)
            .list(
                page.minId() == null ? NEWEST : ABOVE,
                Notifications::read,
                account,
                page.maxId() == null ? Long.MAX_VALUE : page.maxId(),
                page.minId() != null ? page.minId() : page.sinceId() != null ? page.sinceId() : 0L,
                filter.words(),
                filter.from(),
                page.limit());
    if (page.minId() != null) {
      Collections.reverse(notifications);
    }
    return Page.of(notifications, notification -> notification.id().value(), page);
  }

  public @Nullable Notification find(AccountId account, NotificationId id) {
    return shards.of(account).find(FIND, Notifications::read, id, account);
  }

  /// Drops one notification, if it is still there.
  public void dismiss(AccountId account, NotificationId id) {
    shards.of(account).update(DISMISS, id, account);
  }

  /// Drops all notifications.
  public void clear(AccountId account) {
    shards.of(account).update(CLEAR, account);
  }

  /// How many notifications are above the [Markers] of the account.
  ///
  /// @param limit where to stop counting
  public int unreadCount(AccountId account, Filter filter, int limit) {
    return shards
        .of(account)
        .one(
            UNREAD,
            row -> Math.toIntExact(row.longValue("n")),
            account,
            filter.words(),
            filter.from(),
            account,
            limit);
  }

  private static Notification read(Row row) {
    return new Notification(
        row.id("id", NotificationId::new),
        Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
        row.id("from_id", AccountId::new),
        row.idOrNull("post_id", PostId::new),
        row.longValue("cause_id"),
        row.instant("created_at"));
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
