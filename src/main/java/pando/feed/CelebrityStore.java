package pando.feed;

import java.util.List;
import pando.base.AccountId;
import pando.data.Shards;
import pando.posts.Outline;
import pando.posts.Outlines;

/// What the database knows of celebrities, for nodes that share lists: who is one, and what they
/// posted.
final class CelebrityStore {
  private static final String ADD =
      "insert into celebrities (account_id) values (?) on conflict do nothing";

  private static final String ALL = "select account_id from celebrities";

  private final Shards shards;
  private final Outlines outlines;

  CelebrityStore(Shards shards) {
    this.shards = shards;
    this.outlines = new Outlines(shards);
  }

  /// Writes down that somebody is one, for ever.
  void add(AccountId author) {
    shards.of(author).update(ADD, author);
  }

  List<AccountId> all() {
    return shards.gatherAll(shard -> shard.list(ALL, row -> row.id("account_id", AccountId::new)));
  }

  /// The newest posts of one, newest first.
  List<Outline> latest(AccountId author, int count) {
    return outlines.latestOf(List.of(author), Entry.id(Entry.END), count);
  }
}
