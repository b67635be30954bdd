package pando.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.Names.Kind;
import pando.base.AccountId;
import pando.data.Row;
import pando.data.Shards;

/// What people who left leave behind in this room: erased some at a time, as often as one likes.
///
/// The account itself stays as a mark on its name, so that nobody is taken for somebody else.
public final class Remains {
  private static final List<String> ERASE =
      List.of(
          """
          delete from mutes
           where account_id = ? and target_id in
                 (select target_id from mutes where account_id = ? limit ?)
          """,
          """
          delete from account_notes
           where account_id = ? and target_id in
                 (select target_id from account_notes where account_id = ? limit ?)
          """,
          """
          delete from notifications
           where account_id = ? and id in
                 (select id from notifications where account_id = ? limit ?)
          """,
          """
          delete from markers
           where account_id = ? and feed in
                 (select feed from markers where account_id = ? limit ?)
          """);

  private static final String FIND_EMAIL = "select email from logins where account_id = ?";
  private static final String ERASE_LOGIN = "delete from logins where account_id = ?";

  private final Shards shards;
  private final Relations relations;
  private final Names names;

  public Remains(Shards shards, Relations relations) {
    this.shards = shards;
    this.relations = relations;
    this.names = new Names(shards);
  }

  /// Ends relations, then erases what only the account itself had, and at last how it signed in and
  /// that its e-mail address was in use.
  ///
  /// @param account one that has left
  /// @param limit how much of each kind at most
  /// @return how much was erased; 0 means that nothing is left
  public int eraseSome(AccountId account, int limit) {
    var erased = relations.endSome(account, limit);
    for (var sql : ERASE) {
      erased += shards.of(account).update(sql, account, account, limit);
    }
    return erased > 0 ? erased : eraseLogin(account);
  }

  /// The address is free before the row is gone that says which one it was.
  private int eraseLogin(AccountId account) {
    @Nullable String email = shards.of(account).find(FIND_EMAIL, Remains::email, account);
    if (email == null) {
      return 0;
    }
    names.release(Kind.EMAIL, email, account);
    return shards.of(account).update(ERASE_LOGIN, account);
  }

  private static String email(Row row) {
    return row.text("email");
  }
}
