package pando.accounts;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pando.accounts.Notification.Kind;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.data.Shards;
import pando.queue.Lanes;
import pando.queue.Outbox;

/// Tells people what others did.
@SuppressWarnings("DoNotCallSuggester") // the bodies are on their way
public final class Notifications {
  public Notifications(Shards shards, Outbox outbox, InstantSource clock) {}

  /// Which notifications are asked for.
  ///
  /// @param kinds only these
  /// @param from only those that this account caused; null: all
  public record Filter(Set<Kind> kinds, @Nullable AccountId from) {
    public static final Filter ALL = new Filter(Set.of(Kind.values()), null);
  }

  /// Has old notifications dropped after new ones came.
  public void subscribe(Lanes lanes) {}

  /// Tells people, each thing once. Says nothing to oneself, between people of whom one blocks the
  /// other, or from somebody whose notifications are muted.
  public void tell(List<Notice> notices) {
    throw new UnsupportedOperationException();
  }

  /// Takes back what `to` was told, such as after an unfavourite.
  ///
  /// @param post null for what is between people
  public void withdraw(AccountId to, Kind kind, AccountId from, @Nullable PostId post) {
    throw new UnsupportedOperationException();
  }

  /// A page of what an account was told.
  public Page<Notification> list(AccountId account, Filter filter, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  public @Nullable Notification find(AccountId account, NotificationId id) {
    throw new UnsupportedOperationException();
  }

  /// Drops one notification, if it is still there.
  public void dismiss(AccountId account, NotificationId id) {
    throw new UnsupportedOperationException();
  }

  /// Drops all notifications.
  public void clear(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// How many notifications are above the [Markers] of the account.
  ///
  /// @param limit where to stop counting
  public int unreadCount(AccountId account, Filter filter, int limit) {
    throw new UnsupportedOperationException();
  }
}
