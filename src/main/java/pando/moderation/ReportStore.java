package pando.moderation;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.data.Row;
import pando.data.Shards;
import pando.data.Tx;

/// The SQL of reports.
final class ReportStore {
  private static final String COLUMNS =
      """
      id, account_id, reporter_id, post_ids, category, comment, assigned_id, resolved_by_id,
      resolved_at, updated_at, created_at
      """;

  private static final String INSERT =
      """
      insert into reports
        (id, account_id, reporter_id, post_ids, category, comment, updated_at, created_at)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String FIND_OPEN =
      "select "
          + COLUMNS
          + " from reports where account_id = ? and reporter_id = ? and post_ids = ?::bigint[]"
          + " and category = ? and comment = ? and resolved_at is null limit 1";

  private static final String FIND_ALL = "select " + COLUMNS + " from reports where id = any (?)";

  private static final String LOCK = "select " + COLUMNS + " from reports where id = ? for update";

  private static final String WANTED =
      " from reports where id < ? and id > ? and (resolved_at is not null) = ?"
          + " and account_id = coalesce(?, account_id) and reporter_id = coalesce(?, reporter_id)"
          + " and account_id <> ?";

  private static final String NEWEST = "select " + COLUMNS + WANTED + " order by id desc limit ?";

  private static final String ABOVE = "select " + COLUMNS + WANTED + " order by id limit ?";

  private static final String UPDATE =
      """
      update reports
         set assigned_id = ?, resolved_by_id = ?, resolved_at = ?, updated_at = ?
       where id = ?
      """;

  private final Shards shards;

  ReportStore(Shards shards) {
    this.shards = shards;
  }

  static void insert(Tx tx, ReportId id, AccountId reporter, Report.Draft draft, Instant now) {
    tx.update(
        INSERT,
        id,
        draft.account(),
        reporter,
        draft.posts(),
        word(draft.category()),
        draft.comment(),
        now,
        now);
  }

  /// A report that says the same and is still open.
  static @Nullable Report findSame(Tx tx, AccountId reporter, Report.Draft draft) {
    return tx.find(
        FIND_OPEN,
        ReportStore::read,
        draft.account(),
        reporter,
        draft.posts(),
        word(draft.category()),
        draft.comment());
  }

  List<Report> findAll(List<ReportId> ids) {
    return shards.gather(
        ids, ReportId::slot, (shard, part) -> shard.list(FIND_ALL, ReportStore::read, part));
  }

  /// A report that nobody else changes until the transaction ends.
  static @Nullable Report lock(Tx tx, ReportId id) {
    return tx.find(LOCK, ReportStore::read, id);
  }

  static void update(Tx tx, Report report) {
    tx.update(
        UPDATE,
        report.assigned(),
        report.resolvedBy(),
        report.resolvedAt(),
        report.updatedAt(),
        report.id());
  }

  /// As many as the page wants, in the order of reading.
  List<Report> list(AccountId viewer, Reports.Filter filter, PageRequest page) {
    var upwards = page.minId() != null;
    var found =
        shards.gatherAll(shard ->
            shard.list(
                upwards ? ABOVE : NEWEST,
                ReportStore::read,
                page.maxId() == null ? Long.MAX_VALUE : page.maxId(),
                page.minId() != null ? page.minId() : page.sinceId() != null ? page.sinceId() : 0L,
                filter.resolved(),
                filter.account(),
                filter.reporter(),
                viewer,
                page.limit()));
    var byId = Comparator.comparing(Report::id);
    var newestFirst = Comparator.comparing(Report::id).reversed();
    return found.stream()
        .sorted(upwards ? byId : newestFirst)
        .limit(page.limit())
        .sorted(newestFirst)
        .toList();
  }

  static Report read(Row row) {
    return new Report(
        row.id("id", ReportId::new),
        row.id("account_id", AccountId::new),
        row.id("reporter_id", AccountId::new),
        row.ids("post_ids", PostId::new),
        Report.Category.valueOf(row.text("category").toUpperCase(Locale.ROOT)),
        row.text("comment"),
        row.idOrNull("assigned_id", AccountId::new),
        row.idOrNull("resolved_by_id", AccountId::new),
        row.instantOrNull("resolved_at"),
        row.instant("updated_at"),
        row.instant("created_at"));
  }

  private static String word(Report.Category category) {
    return category.name().toLowerCase(Locale.ROOT);
  }
}
