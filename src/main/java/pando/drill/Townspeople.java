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
import pando.bus.Bus;
import pando.cache.NearCaches;
import pando.cluster.ShardMap;
import pando.data.EmbeddedPostgres;
import pando.data.Shards;
import pando.queue.EventTypes;
import pando.queue.Ground;
import pando.queue.Lanes;
import pando.queue.Outbox;

/// Makes the people of a drill in the database of its site, as an operator makes accounts: their
/// addresses are believed, and each has a token.
final class Townspeople {
  private static final String DATABASE = "pando";
  private static final Set<String> SCOPES = Set.of("read", "write", "follow");

  private Townspeople() {}

  /// @param count how many
  static List<Person> settle(TrialSite site, int count) {
    var running = EmbeddedPostgres.findRunning(site.layout().data().resolve("postgres"));
    if (running == null) {
      throw new Refusal.Unavailable("the database of the drill does not run");
    }
    var map = ShardMap.evenly(List.of(new ShardMap.Shard("s0", running.jdbcUrl(DATABASE))));
    try (var shards = Shards.open(map, EmbeddedPostgres.USER, running.password())) {
      return settle(shards, count);
    }
  }

  private static List<Person> settle(Shards shards, int count) {
    var clock = InstantSource.system();
    var types = new EventTypes(List.of(AccountEvent.class));
    var outbox = new Outbox(types, new Lanes(shards, types, clock));
    var ground = new Ground(shards, outbox, new NearCaches(Bus.alone()), clock);
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
