package pando.posts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.base.Page;
import pando.base.PageRequest;
import pando.data.Row;
import pando.data.Shard;

/// One query that lists rows by their id, and how a [PageRequest] asks it.
///
/// Its last three parameters are the id that all rows are below, the one that they are above, and
/// how many are wanted.
///
/// @param newestFirst the query as it is written, with one `order by ... desc`
/// @param oldestFirst the same from the other end, for what is immediately above an id
record Listing(String newestFirst, String oldestFirst) {

  /// A value and its place in the list.
  record Entry<T>(long id, T value) {}

  /// What was read, newest first.
  ///
  /// @param full whether as many were read as were asked for
  record Read<T>(List<Entry<T>> entries, boolean full) {

    /// The page of what is shown of it.
    <S> Page<S> page(Function<List<T>, List<S>> shown) {
      if (entries.isEmpty()) {
        return new Page<>(List.of(), null);
      }
      var bounds = new Page.Bounds(entries.getFirst().id(), entries.getLast().id(), full);
      return new Page<>(shown.apply(values()), bounds);
    }

    List<T> values() {
      return entries.stream().map(Entry::value).toList();
    }
  }

  static Listing of(String newestFirst) {
    return new Listing(newestFirst, newestFirst.replace(" desc", ""));
  }

  /// The entries of one shard that a request asks for, in the order of reading.
  <T> List<Entry<T>> read(
      Shard shard,
      PageRequest request,
      Row.Reader<Entry<T>> reader,
      @Nullable Object... parameters) {
    var all = new ArrayList<@Nullable Object>(List.of());
    for (var parameter : parameters) {
      all.add(parameter);
    }
    all.add(below(request));
    all.add(above(request));
    all.add(request.limit());
    return shard.list(request.minId() == null ? newestFirst : oldestFirst, reader, all.toArray());
  }

  /// The page of one shard.
  <T> Page<T> page(
      Shard shard,
      PageRequest request,
      Row.Reader<Entry<T>> reader,
      @Nullable Object... parameters) {
    return merge(read(shard, request, reader, parameters), request).page(Function.identity());
  }

  /// Puts what several shards have read in order, and takes as many as are asked for.
  static <T> Read<T> merge(List<Entry<T>> entries, PageRequest request) {
    var newestFirst = Comparator.<Entry<T>>comparingLong(Entry::id).reversed();
    var wanted =
        entries.stream()
            .sorted(request.minId() == null ? newestFirst : newestFirst.reversed())
            .limit(request.limit())
            .sorted(newestFirst)
            .toList();
    return new Read<>(wanted, wanted.size() == request.limit());
  }

  private static long below(PageRequest request) {
    return request.maxId() == null ? Long.MAX_VALUE : request.maxId();
  }

  private static long above(PageRequest request) {
    if (request.minId() != null) {
      return request.minId();
    }
    return request.sinceId() == null ? 0 : request.sinceId();
  }
}
