package pando.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Brings the schema of a shard up to date: each numbered file under `schema/` once, in order, in
/// one transaction, by one process at a time.
final class Schema {
  /// In order; a file that was released is never changed again.
  private static final List<String> FILES =
      List.of(
          "001-pando.sql",
          "002-moderation.sql",
          "003-leaving.sql",
          "004-recovery.sql",
          "005-nodes.sql",
          "006-celebrities.sql");

  private static final String TABLE =
      "create table if not exists schema_files (name text primary key, applied_at timestamptz)";
  private static final String LOCK = "select pg_advisory_xact_lock(7262633) is null as locked";
  private static final String APPLIED = "select name from schema_files";
  private static final String RECORD =
      "insert into schema_files (name, applied_at) values (?, now())";

  private Schema() {}

  static void migrate(Shard shard) {
    shard.transact(tx -> {
      tx.one(LOCK, row -> row.flag("locked"));
      tx.update(TABLE);
      var applied = tx.list(APPLIED, row -> row.text("name"));
      for (var file : FILES) {
        if (!applied.contains(file)) {
          tx.update(read(file));
          tx.update(RECORD, file);
        }
      }
      return applied;
    });
  }

  private static String read(String file) {
    try (var in = Schema.class.getResourceAsStream("/schema/" + file)) {
      if (in == null) {
        throw new IllegalStateException("schema/" + file + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
