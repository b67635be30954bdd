package pando.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pando.blobs.PhotoCopies;
import pando.data.Row;
import pando.data.Shard;

/// What is in a site: every row of every table, read and summed up, and every file of a photo that
/// they name, read and held against its name. A page that was damaged on the disk is found by its
/// checksum.
///
/// @param tables by their names
/// @param files how many files the photos need
/// @param missing those of them that are not there or are damaged
public record Inspection(Map<String, Table> tables, int files, List<String> missing) {
  private static final String TABLES =
      """
      select tablename::text as name from pg_tables where schemaname = 'public' order by 1
      """;

  /// Of a table whose name is its parameter: XML is the way in which SQL takes a name as a value.
  private static final String SUM =
      """
      select (xpath('/row/n/text()', x))[1]::text::bigint as n,
             (xpath('/row/sum/text()', x))[1]::text as sum
        from (select query_to_xml(
                format('select count(*) as n, coalesce(sum(hashtextextended(t::text, 0)), 0) as sum'
                       ' from %I t', ?::text), false, true, '') as x) as q
      """;

  private static final String FILES =
      """
      select original as name from media
      union
      select v ->> 'name' from media, jsonb_array_elements(variants) as v
      union
      select v ->> 'name' from media_edits, jsonb_array_elements(variants) as v
      """;

  /// What a table has.
  ///
  /// @param sum the same for the same rows, in whatever order
  public record Table(long rows, String sum) {}

  /// Reads it all. Each table is one statement, so what is written meanwhile may be seen in one and
  /// not in another.
  public static Inspection of(Shard shard, PhotoCopies photos) {
    var names = files(shard);
    var missing = new ArrayList<String>();
    for (var name : names) {
      if (!photos.isWhole(name)) {
        missing.add(name);
      }
    }
    return new Inspection(tables(shard), names.size(), missing);
  }

  /// The same of a site that was just restored.
  public static Inspection of(Shard shard, Restore restore) {
    try (var photos = restore.copies()) {
      return of(shard, photos);
    }
  }

  /// What its tables have.
  public static Map<String, Table> tables(Shard shard) {
    var tables = new TreeMap<String, Table>();
    for (var name : shard.list(TABLES, row -> row.text("name"))) {
      tables.put(name, shard.one(SUM, Inspection::table, name));
    }
    return tables;
  }

  private static Table table(Row row) {
    return new Table(row.longValue("n"), row.text("sum"));
  }

  /// The files that its photos need.
  public static List<String> files(Shard shard) {
    return shard.list(FILES, row -> row.text("name"));
  }

  /// How many rows there are.
  public long rows() {
    return tables.values().stream().mapToLong(Table::rows).sum();
  }
}
