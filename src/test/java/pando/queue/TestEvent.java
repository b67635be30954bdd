package pando.queue;

import io.avaje.jsonb.Json;
import pando.base.AccountId;

/// What happens in the tests of the queue.
public sealed interface TestEvent extends Event {
  @Json
  record Waved(AccountId by) implements TestEvent {}

  @Json
  record Slept(AccountId by) implements TestEvent {}
}
