package pando.api;

import java.util.function.BiFunction;
import java.util.function.Function;
import pando.base.AccountId;
import pando.http.Call;
import pando.http.Reply;
import pando.moderation.Moderation;

/// The one way to what moderators may do: a token with the scope **and** the role of the person.
record AdminDoor(Moderation moderation) {
  /// A handler that is only called for moderators, with who asks.
  Function<Call, Reply> guarded(String scope, BiFunction<Call, AccountId, Reply> handler) {
    return call -> {
      var who = call.require(scope);
      moderation.requireModerator(who);
      return handler.apply(call, who);
    };
  }
}
