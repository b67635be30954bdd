package pando.data;

import java.sql.ResultSet;
import java.sql.SQLException;

/// How far the log of changes of a server was when it was asked, in bytes. What is larger is later,
/// also after a failover.
///
/// @param asked the [System#nanoTime] before the question
/// @param timeline grows with every failover; of a primary only, else 0
/// @param place all changes up to here are seen by who reads there after the answer. Of a primary
///   it is also beyond all that anybody had seen anywhere before the question
/// @param received of a replica: what it has of the log, seen or not
/// @param followers of a primary: how many replicas it sends the log to
/// @param synchronous of a primary: for how many of these, or some of which, a commit waits
record Position(
    long asked,
    boolean isReplica,
    int timeline,
    long place,
    long received,
    int followers,
    int synchronous) {
  static final String QUESTION =
      """
      select replica,
             case when replica then 0
                  else ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int
                  end as timeline,
             case when replica then pg_last_wal_replay_lsn() - '0/0'
                  else pg_current_wal_insert_lsn() - '0/0' end as place,
             case when replica then greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
                  - '0/0' end as received,
             followers, synchronous
        from pg_is_in_recovery() as replica,
             (select count(*) as followers,
                     count(*) filter (where sync_state in ('sync', 'quorum')) as synchronous
                from pg_stat_replication
               where application_name is distinct from 'pg_basebackup') as followed
      """;

  /// The row that answers [#QUESTION].
  static Position read(long asked, ResultSet row) throws SQLException {
    return new Position(
        asked,
        row.getBoolean("replica"),
        row.getInt("timeline"),
        row.getLong("place"),
        row.getLong("received"),
        row.getInt("followers"),
        row.getInt("synchronous"));
  }
}
