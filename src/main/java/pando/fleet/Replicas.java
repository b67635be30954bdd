package pando.fleet;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.blueprint.DatabaseMembers;
import pando.cluster.DatabaseTier;

/// Which servers a database has when a replica comes or goes.
///
/// @param tier those that there should be now
/// @param servers those that there are
record Replicas(DatabaseTier tier, List<Patroni.Server> servers) {
  /// The servers with one more.
  ///
  /// @throws Refusal.Invalid if there are as many as there may be
  DatabaseTier more() {
    if (tier.replicas() == DatabaseTier.MAX_REPLICAS) {
      throw new Refusal.Invalid(
          "the database has %d replicas, and may have no more: the primary sends each of them all"
                  .formatted(tier.replicas())
              + " that is written");
    }
    return tier.resized(tier.replicas() + 1);
  }

  /// The servers without one.
  ///
  /// @param name of the replica; null: one that is missed least
  /// @throws Refusal.Invalid if that cannot be, with what can
  DatabaseTier without(@Nullable String name) {
    if (tier.replicas() == 1) {
      throw new Refusal.Invalid(
          "it is the last replica; ./pando apply a topology without 'replicas' for the database"
              + " ends it and all that goes with it");
    }
    var gone = name == null ? missedLeast() : require(name);
    return new DatabaseTier(tier.copies().stream().filter(number -> number != gone).toList());
  }

  private int missedLeast() {
    return tier.copies().stream()
        .filter(number -> !isPrimary(DatabaseMembers.name(number)))
        .min(Comparator.comparingInt(this::use).thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }

  private int require(String name) {
    if (isPrimary(name)) {
      throw new Refusal.Invalid(
          "%s is the primary; ./pando failover has another be it, then it can go".formatted(name));
    }
    if (name.equals(DatabaseMembers.FIRST)) {
      throw new Refusal.Invalid(
          "%s is the one that goes on when there are no replicas any more, so it stays; %s"
              .formatted(name, others()));
    }
    return tier.copies().stream()
        .filter(number -> DatabaseMembers.name(number).equals(name))
        .findFirst()
        .orElseThrow(
            () -> new Refusal.Invalid("there is no replica '%s'; %s".formatted(name, others())));
  }

  private String others() {
    var names = tier.copies().stream().map(DatabaseMembers::name);
    return "there are: " + String.join(", ", names.filter(name -> !isPrimary(name)).toList());
  }

  /// A replica that is not there is missed least, one that has all that was acknowledged most.
  private int use(int number) {
    var server = Patroni.find(servers, DatabaseMembers.name(number));
    return server == null ? 0 : server.isSynchronous() ? 2 : 1;
  }

  private boolean isPrimary(String name) {
    var server = Patroni.find(servers, name);
    return server != null && server.isPrimary();
  }
}
