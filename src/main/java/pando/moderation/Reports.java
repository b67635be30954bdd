package pando.moderation;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.accounts.Accounts;
import pando.accounts.Directory;
import pando.accounts.Notice;
import pando.accounts.Notification;
import pando.accounts.Notifications;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.base.Refusal;
import pando.data.Shards;
import pando.posts.Post;
import pando.posts.Posts;
import pando.queue.Delivery;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// What people report to the moderators.
public final class Reports {
  private final Shards shards;
  private final Outbox outbox;
  private final Accounts accounts;
  private final Directory directory;
  private final Posts posts;
  private final InstantSource clock;
  private final ReportStore store;

  public Reports(
      Shards shards,
      Outbox outbox,
      Accounts accounts,
      Directory directory,
      Posts posts,
      InstantSource clock) {
    this.shards = shards;
    this.outbox = outbox;
    this.accounts = accounts;
    this.directory = directory;
    this.posts = posts;
    this.clock = clock;
    this.store = new ReportStore(shards);
  }

  /// Which reports are asked for: those of which all is true.
  ///
  /// @param resolved whether those that are done with, or those that are open
  /// @param account only about this one; null: about anybody
  /// @param reporter only by this one; null: by anybody
  public record Filter(
      boolean resolved, @Nullable AccountId account, @Nullable AccountId reporter) {}

  /// Has moderators told of new reports.
  public void subscribe(Lanes lanes, Notifications notifications) {
    lanes.subscribe(
        new Subscription<>(
            Lane.NOTIFICATIONS,
            ReportEvent.Filed.class,
            Timing.LATER,
            batch -> batch.forEach(filed -> notifications.tell(notices(filed)))));
  }

  /// Whom it is about is not told, even a moderator.
  private List<Notice> notices(Delivery<ReportEvent.Filed> delivery) {
    var filed = delivery.event();
    var cause = filed.report().value();
    return directory.staff().stream()
        .filter(to -> !to.equals(filed.account()))
        .map(to -> new Notice(to, Notification.Kind.REPORT, filed.reporter(), null, cause))
        .toList();
  }

  /// Reports somebody, once: the same again, while it is open, answers the report that is there.
  /// Posts that are not theirs, or that the reporter may not see, are left out.
  ///
  /// @throws Refusal.NotFound if there is no such account
  /// @throws Refusal.Invalid if it is one's own
  public Report file(AccountId reporter, Report.Draft draft) {
    if (accounts.require(draft.account()).disabled()) {
      throw new Refusal.NotFound();
    }
    if (draft.account().equals(reporter)) {
      throw new Refusal.Invalid("Validation failed: You cannot report yourself");
    }
    var shown =
        new Report.Draft(
            draft.account(), visible(reporter, draft), draft.category(), draft.comment());
    return shards
        .of(draft.account())
        .transact(tx -> {
          var id = new ReportId(tx.nextId(draft.account().slot())); // two at once wait here
          var earlier = ReportStore.findSame(tx, reporter, shown);
          if (earlier != null) {
            return earlier;
          }
          var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          ReportStore.insert(tx, id, reporter, shown, now);
          outbox.add(tx, draft.account(), new ReportEvent.Filed(id, draft.account(), reporter));
          return Objects.requireNonNull(ReportStore.lock(tx, id));
        });
  }

  /// Who has blocked somebody can report what everyone sees of them.
  private List<PostId> visible(AccountId reporter, Report.Draft draft) {
    var found = posts.findAll(draft.posts()).values();
    var ids = new HashSet<PostId>();
    posts.visible(reporter, found).stream().map(Post::id).forEach(ids::add);
    posts.visible(null, found).stream().map(Post::id).forEach(ids::add);
    return found.stream()
        .filter(post -> post.author().equals(draft.account()) && ids.contains(post.id()))
        .map(Post::id)
        .toList();
  }

  /// A page of reports, without those about the viewer.
  public Page<Report> list(AccountId viewer, Filter filter, PageRequest page) {
    return Page.of(store.list(viewer, filter, page), report -> report.id().value(), page);
  }

  /// A report.
  ///
  /// @throws Refusal.NotFound if there is none, or it is about the viewer
  public Report require(AccountId viewer, ReportId id) {
    var found = findAll(List.of(id));
    if (found.isEmpty() || found.getFirst().account().equals(viewer)) {
      throw new Refusal.NotFound();
    }
    return found.getFirst();
  }

  /// Those reports that exist.
  public List<Report> findAll(Collection<ReportId> ids) {
    return store.findAll(List.copyOf(ids));
  }
}
