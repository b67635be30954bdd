package pando.feed;

import java.time.Duration;
import java.util.function.Supplier;

/// The home feeds of those who read theirs, each one [Timeline]: in the memory of this process, or
/// in the Redis that all nodes share.
///
/// A list is there from the first time that its owner reads it. It is a cache: it may be dropped at
/// any time, is dropped when it was not read for [#KEEP], and is filled again by the next one who
/// reads it. Adding to a list that is not there does nothing, so that feeds which nobody reads cost
/// nothing.
///
/// **No entry is missed.** A post that is committed before the rebuild of a list looks at the
/// database is found by it. One that is committed later is added by its fan-out, which begins after
/// the commit, so after the list was put here: it finds the list, filled or not. Where this node
/// has the lists alone, what other nodes write is fanned out in it too, from a place in the log on
/// that is older than any list; should it lose its place, all lists are dropped after it has found
/// another. Lists that nodes share are written once, to those who follow by the database: who
/// follows later drops their list after that.
sealed interface Timelines permits MemoryTimelines, RedisTimelines {
  /// How long a list is kept that nobody reads.
  Duration KEEP = Duration.ofDays(14);

  /// The list of an owner, as it is or filled by `rebuild`, which one caller at a time runs. It
  /// must look at nothing that was read before: the list is here already when it begins.
  Timeline find(long owner, Supplier<Run> rebuild);

  /// Adds an entry to the lists of some owners.
  ///
  /// @param from the first of the owners who is meant
  /// @param to the one after the last
  /// @return the owners to whom it is new: their lists have it now and did not have it before, or
  ///   are not there
  long[] add(long entry, long[] owners, int from, int to);

  /// Removes an entry from the lists of some owners.
  void remove(long entry, long[] owners, int from, int to);

  /// Drops the list of an owner. Whoever is filling it fills it for nobody.
  void drop(long owner);

  /// Forgets all lists that are in the memory of this node, which may have missed something.
  void forget();

  /// Whether all nodes have the same lists, so that one of them writes an event into all.
  boolean isShared();
}
