package pando.drill;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import pando.accounts.Account;
import pando.accounts.AccountEvent;
import pando.accounts.Accounts;
import pando.accounts.Logins;
import pando.accounts.SignUp;
import pando.accounts.Tokens;
import pando.accounts.Tokens.AppForm;
import pando.base.Refusal;
import pando.data.Shards;
import pando.queue.Ground;

/// Makes the people of a drill in the database of its site, as an operator makes accounts: their
/// addresses are believed, and each has a token.
public final class Townspeople {
  private static final Set<String> SCOPES = Set.of("read", "write", "follow");

  private Townspeople() {}

  /// New people.
  ///
  /// @param count how many
  public static List<Person> settle(TrialSite site, int count) {
    var running = site.layout().findDatabase();
    if (running == null) {
      throw new Refusal.Unavailable("the database of the drill does not run");
    }
    try (var shards = Shards.open(running)) {
      return settle(shards, count);
    }
  }

  private static List<Person> settle(Shards shards, int count) {
    var ground = Ground.beside(shards, AccountEvent.class, InstantSource.system());
    var accounts = new Accounts(ground);
    var logins = new Logins(ground, accounts, null);
    var tokens = new Tokens(ground, logins, false);
    var form = new AppForm("Drill", null, List.of("urn:ietf:wg:oauth:2.0:oob"), SCOPES);
    var app = tokens.register(form).app();
    var people = new ArrayList<Person>();
    for (var number = 1; number <= count; number++) {
      var name = "drill_" + number;
      var signUp = new SignUp(name, name + "@example.org", Logins.newPassword(), true, "en");
      var account = logins.create(signUp, Account.Role.MEMBER);
      var issued = tokens.issue(app, account.id(), SCOPES);
      people.add(new Person(name, Long.toString(account.id().value()), issued.token()));
    }
    return people;
  }
}
