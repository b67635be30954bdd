package pando.main;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import pando.data.Row;

/// What a history has left: every row of every table, every home feed and every notification, as
/// sorted lines that can be compared.
final class EndState {
  /// What is about delivery itself or about secrets, which no handler of another's event writes.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "events",
          "event_cursors",
          "lane_parts",
          "event_retries",
          "slots",
          "names",
          "logins",
          "apps",
          "codes",
          "schema_files");

  private static final String TABLES =
      """
      select c.table_name as name,
             string_agg(
               case when c.data_type in ('bytea', 'timestamp with time zone')
                      or c.column_name = 'slot'
                    then format('(%1$I is null)::text as %1$I', c.column_name)
                    else format('%1$I::text as %1$I', c.column_name) end, ', ') as columns
        from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
       where table_schema = 'public' and t.table_type = 'BASE TABLE'
       group by c.table_name
      """;

  private static final String IDS =
      """
      select id::text as id, username as name from accounts
      union all select id::text, coalesce(description, 'a photo') from media
      union all
      select id::text, case when boost_of_id is null then body else 'boost of ' || boost_of_id end
        from posts
      """;

  private static final Pattern ID = Pattern.compile("\\d{15,19}");

  private final TestPando site;
  private final Map<String, String> names = new HashMap<>();

  EndState(TestPando site) {
    this.site = site;
    for (var shard : site.shards().all()) {
      shard.list(IDS, row -> names.put(row.text("id"), row.text("name")));
    }
  }

  /// All lines with the ids as they are: the same site a moment later.
  List<String> exactly() {
    var lines = new ArrayList<String>();
    for (var shard : site.shards().all()) {
      for (var table : shard.list(TABLES, EndState::table)) {
        if (!LEFT_OUT.contains(table.name())) {
          lines.addAll(
              shard.list(
                  "select to_jsonb(t)::text as line from (select %s from %s) t"
                      .formatted(table.columns(), table.name()),
                  row -> table.name() + " " + row.text("line")));
        }
      }
    }
    lines.sort(null);
    return lines;
  }

  /// All lines with names in the place of ids: another site with the same history.
  List<String> byName() {
    return exactly().stream().map(this::named).sorted().toList();
  }

  /// The home feed and the notifications of somebody, newest first.
  List<String> seenBy(TestPerson person) {
    var seen = new ArrayList<String>();
    for (var post : person.home()) {
      seen.add(named(person.name() + " sees " + post));
    }
    for (var told : person.client().get("/api/v1/notifications?limit=80").ok()) {
      var from = told.at("/account/username").asString();
      seen.add("%s is told of %s by %s".formatted(person.name(), told.get("type"), from));
    }
    return seen;
  }

  private String named(String line) {
    var named = line;
    for (var more = true; more; ) { // the name of a boost has an id
      var next = ID.matcher(named).replaceAll(id -> names.getOrDefault(id.group(), "an id"));
      more = !next.equals(named);
      named = next;
    }
    return named;
  }

  private record Table(String name, String columns) {}

  private static Table table(Row row) {
    return new Table(row.text("name"), row.text("columns"));
  }
}
