package pando.moderation;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.Account.Role;
import pando.accounts.Accounts;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.base.Refusal;
import pando.data.Shards;
import pando.data.Tx;
import pando.moderation.LogEntry.Kind;
import pando.posts.Posts;

/// What moderators and administrators do, and the log of it.
public final class Moderation {
  private final Shards shards;
  private final Accounts accounts;
  private final Posts posts;
  private final InstantSource clock;
  private final LogStore log;

  public Moderation(Shards shards, Accounts accounts, Posts posts, InstantSource clock) {
    this.shards = shards;
    this.accounts = accounts;
    this.posts = posts;
    this.clock = clock;
    this.log = new LogStore(shards);
  }

  /// What is done by whom to whom.
  ///
  /// @param about the report that led to it, which is resolved by it; null: none did
  /// @param note why, in the moderator's words; may be empty
  public record Act(AccountId moderator, AccountId account, @Nullable ReportId about, String note) {
    /// How much can be noted, in characters.
    public static final int MAX_NOTE = 2_000;

    public Act {
      note = note.strip();
      if (note.codePointCount(0, note.length()) > MAX_NOTE) {
        throw new Refusal.Invalid(
            "Validation failed: Text is too long (maximum is %d characters)".formatted(MAX_NOTE));
      }
    }
  }

  /// Whether an account may see what moderators see.
  public boolean isModerator(AccountId id) {
    var account = accounts.find(id);
    return account != null && !account.disabled() && account.role() != Role.MEMBER;
  }

  /// The account, if it may see what moderators see.
  ///
  /// @throws Refusal.Forbidden if it may not
  public Account requireModerator(AccountId id) {
    if (!isModerator(id)) {
      throw new Refusal.Forbidden("This action is not allowed");
    }
    return accounts.require(id);
  }

  /// Who acts has a higher role than whom they act on; so nobody acts on themselves.
  private void requireAbove(AccountId moderator, AccountId account) {
    if (requireModerator(moderator).role().compareTo(accounts.require(account).role()) <= 0) {
      throw new Refusal.Forbidden("This action is only allowed on people with a lower role");
    }
  }

  /// Changes nothing but the log.
  public void note(Act act) {
    act(act, Kind.NOTED, null, _ -> {});
  }

  /// Shuts an account: who has it cannot sign in, its tokens end, and nobody sees its profile and
  /// its posts.
  public void suspend(Act act) {
    act(act, Kind.SUSPENDED, null, tx -> accounts.disable(tx, act.account(), clock.instant()));
  }

  /// Opens an account that was shut. Its owner has to sign in again.
  public void unsuspend(Act act) {
    act(act, Kind.UNSUSPENDED, null, tx -> accounts.disable(tx, act.account(), null));
  }

  /// Deletes a post. A report about it stays open: there may be more to do.
  ///
  /// @param about the report that led to it; null: none did
  /// @throws Refusal.NotFound if there is no such post
  public void deletePost(AccountId moderator, PostId id, @Nullable ReportId about, String note) {
    requireModerator(moderator);
    var post = posts.findAll(List.of(id)).get(id);
    if (post == null) {
      throw new Refusal.NotFound();
    }
    var act = new Act(moderator, post.author(), about, note);
    act(act, Kind.POST_DELETED, id, tx -> posts.delete(tx, post.author(), id));
  }

  private void act(Act act, Kind kind, @Nullable PostId post, Consumer<Tx> change) {
    requireAbove(act.moderator(), act.account());
    shards
        .of(act.account())
        .transact(tx -> {
          var entry = entry(tx.nextId(act.account().slot()), act, kind, post);
          LogStore.insert(tx, entry);
          var report = act.about() == null ? null : lock(tx, act.about(), act.account());
          if (report != null && report.resolvedAt() == null && kind != Kind.POST_DELETED) {
            ReportStore.update(tx, resolved(report, act.moderator(), entry.createdAt()));
          }
          change.accept(tx);
          return entry;
        });
  }

  /// @param id taken before any row is touched: it holds the slot, as whoever adds events does
  private LogEntry entry(long id, Act act, Kind kind, @Nullable PostId post) {
    return new LogEntry(
        id,
        act.account(),
        act.moderator(),
        kind,
        act.about(),
        post,
        act.note(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private static Report lock(Tx tx, ReportId id, AccountId account) {
    var report = id.slot() == account.slot() ? ReportStore.lock(tx, id) : null;
    if (report == null || !report.account().equals(account)) {
      throw new Refusal.NotFound();
    }
    return report;
  }

  /// Looks after a report oneself.
  public Report assign(AccountId moderator, ReportId id) {
    return change(moderator, id, Kind.ASSIGNED);
  }

  /// Lets anybody look after a report.
  public Report unassign(AccountId moderator, ReportId id) {
    return change(moderator, id, Kind.UNASSIGNED);
  }

  /// Says that nothing is to be done about a report any more.
  public Report resolve(AccountId moderator, ReportId id) {
    return change(moderator, id, Kind.RESOLVED);
  }

  /// Says that there is more to be done.
  public Report reopen(AccountId moderator, ReportId id) {
    return change(moderator, id, Kind.REOPENED);
  }

  /// A report about somebody of a high role may be closed by any moderator, but not by themselves.
  private Report change(AccountId moderator, ReportId id, Kind kind) {
    requireModerator(moderator);
    return shards
        .of(id)
        .transact(tx -> {
          var logged = tx.nextId(id.slot());
          var report = ReportStore.lock(tx, id);
          if (report == null || report.account().equals(moderator)) {
            throw new Refusal.NotFound();
          }
          var entry = entry(logged, new Act(moderator, report.account(), id, ""), kind, null);
          var changed = changed(report, moderator, kind, entry.createdAt());
          LogStore.insert(tx, entry);
          ReportStore.update(tx, changed);
          return changed;
        });
  }

  private static Report changed(Report report, AccountId by, Kind kind, Instant now) {
    return switch (kind) {
      case ASSIGNED -> with(report, by, report.resolvedBy(), report.resolvedAt(), now);
      case UNASSIGNED -> with(report, null, report.resolvedBy(), report.resolvedAt(), now);
      case RESOLVED -> resolved(report, by, now);
      case REOPENED -> with(report, report.assigned(), null, null, now);
      case NOTED, SUSPENDED, UNSUSPENDED, POST_DELETED ->
          throw new IllegalArgumentException("not done to reports: " + kind);
    };
  }

  private static Report resolved(Report report, AccountId by, Instant now) {
    return with(report, report.assigned(), by, now, now);
  }

  private static Report with(
      Report report,
      @Nullable AccountId assigned,
      @Nullable AccountId resolvedBy,
      @Nullable Instant resolvedAt,
      Instant now) {
    return new Report(
        report.id(),
        report.account(),
        report.reporter(),
        report.posts(),
        report.category(),
        report.comment(),
        assigned,
        resolvedBy,
        resolvedAt,
        now,
        report.createdAt());
  }

  /// What was done, newest first, but for what was done to the viewer.
  ///
  /// @param account only to this one; null: to anybody
  /// @param report only about this report; null: about any, or none
  public Page<LogEntry> log(
      AccountId viewer, @Nullable AccountId account, @Nullable ReportId report, PageRequest page) {
    return Page.of(log.list(viewer, account, report, page), LogEntry::id, page);
  }
}
