package pando.moderation;

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

/// The SQL of what moderators did. Nothing here changes or deletes a row.
final class LogStore {
  private static final String INSERT =
      """
      insert into moderation_log
        (id, account_id, moderator_id, kind, report_id, post_id, note, created_at)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String LIST =
      """
      select id, account_id, moderator_id, kind, report_id, post_id, note, created_at
        from moderation_log
       where id < ? and id > ? and account_id = coalesce(?, account_id)
         and (?::bigint is null or report_id = ?) and account_id <> ?
       order by id desc
       limit ?
      """;

  private final Shards shards;

  LogStore(Shards shards) {
    this.shards = shards;
  }

  static void insert(Tx tx, LogEntry entry) {
    tx.update(
        INSERT,
        entry.id(),
        entry.account(),
        entry.moderator(),
        entry.kind().name().toLowerCase(Locale.ROOT),
        entry.report(),
        entry.post(),
        entry.note(),
        entry.createdAt());
  }

  /// Newest first, without what was done to the viewer.
  List<LogEntry> list(
      AccountId viewer, @Nullable AccountId account, @Nullable ReportId report, PageRequest page) {
    return shards
        .gatherAll(shard ->
            shard.list(
                LIST,
                LogStore::read,
                page.maxId() == null ? Long.MAX_VALUE : page.maxId(),
                page.sinceId() == null ? 0L : page.sinceId(),
                account,
                report,
                report,
                viewer,
                page.limit()))
        .stream()
        .sorted(Comparator.comparingLong(LogEntry::id).reversed())
        .limit(page.limit())
        .toList();
  }

  private static LogEntry read(Row row) {
    return new LogEntry(
        row.longValue("id"),
        row.id("account_id", AccountId::new),
        row.id("moderator_id", AccountId::new),
        LogEntry.Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
        row.idOrNull("report_id", ReportId::new),
        row.idOrNull("post_id", PostId::new),
        row.text("note"),
        row.instant("created_at"));
  }
}
