package pando.posts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.accounts.Ties;
import pando.base.AccountId;
import pando.base.PostId;

/// Conversations: what a post answers, and what answers it.
public final class Threads {
  /// How much of a thread is answered.
  ///
  /// @param depth of answers to answers
  private record Limits(int ancestors, int descendants, int depth) {
    static final Limits SIGNED_IN = new Limits(4_096, 4_096, 4_096);
    static final Limits ANYBODY = new Limits(40, 60, 20);
  }

  // Answers are found level by level, so that the limit takes those nearest to the post.
  private static final String AROUND =
      """
      with recursive up as (
        select post_id, reply_to_id, 1 as step
          from thread_posts
         where thread_id = ? and post_id = ?
        union all
        select t.post_id, t.reply_to_id, up.step + 1
          from up
          join thread_posts t on t.thread_id = ? and t.post_id = up.reply_to_id
         where up.step < ?),
      down as (
        select post_id, reply_to_id, 1 as step
          from thread_posts
         where thread_id = ? and reply_to_id = ?
        union all
        select t.post_id, t.reply_to_id, down.step + 1
          from down
          join thread_posts t on t.thread_id = ? and t.reply_to_id = down.post_id
         where down.step < ?)
      (select post_id, reply_to_id, true as above from up)
      union all
      (select post_id, reply_to_id, false from down limit ?)
      """;

  private final Posts posts;

  public Threads(Posts posts) {
    this.posts = posts;
  }

  /// What stands around a post in its thread.
  ///
  /// @param ancestors from the first post of the thread down to the one that it answers
  /// @param descendants each followed by its own
  public record Context(List<Post> ancestors, List<Post> descendants) {}

  private record Answer(PostId id, PostId replyTo, boolean above) {}

  /// What the viewer may see of the thread of a post, which is no boost, without those whom they
  /// mute. What stands below a post that is gone or hidden is still there.
  ///
  /// @param viewer null: nobody has signed in
  public Context context(@Nullable AccountId viewer, Post post) {
    var answers = around(post, viewer == null ? Limits.ANYBODY : Limits.SIGNED_IN);
    var above = above(post, answers);
    var below = below(post, answers);
    var found = posts.findAll(List.copyOf(union(above, below)));
    return new Context(shown(viewer, above, found), shown(viewer, below, found));
  }

  private List<Answer> around(Post post, Limits limits) {
    var parent = post.replyTo() == null ? post.id() : post.replyTo();
    return posts
        .shards()
        .of(post.thread())
        .list(
            AROUND,
            row ->
                new Answer(
                    row.id("post_id", PostId::new),
                    row.id("reply_to_id", PostId::new),
                    row.flag("above")),
            post.thread(),
            parent,
            post.thread(),
            limits.ancestors() - 1, // the parent is one
            post.thread(),
            post.id(),
            post.thread(),
            limits.depth(),
            limits.descendants());
  }

  /// From the first post of the thread, or as far up as was read, to the parent.
  private static List<PostId> above(Post post, List<Answer> answers) {
    var parents = new HashMap<PostId, PostId>();
    answers.stream().filter(Answer::above).forEach(a -> parents.put(a.id, a.replyTo));
    var above = new ArrayList<PostId>();
    for (var id = post.replyTo(); id != null; id = parents.get(id)) {
      above.add(id);
    }
    return above.reversed();
  }

  private static List<PostId> below(Post post, List<Answer> answers) {
    var children = new HashMap<PostId, List<PostId>>();
    answers.stream()
        .filter(answer -> !answer.above)
        .forEach(answer ->
            children.computeIfAbsent(answer.replyTo, _ -> new ArrayList<>()).add(answer.id));
    children.values().forEach(answered -> answered.sort(null));
    var below = new ArrayList<PostId>();
    var open = new ArrayList<>(List.of(post.id()));
    while (!open.isEmpty()) { // deep threads must not need a deep stack
      var id = open.removeLast();
      below.add(id);
      open.addAll(children.getOrDefault(id, List.of()).reversed());
    }
    return below.subList(1, below.size());
  }

  private static List<PostId> union(List<PostId> some, List<PostId> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private List<Post> shown(@Nullable AccountId viewer, List<PostId> ids, Map<PostId, Post> found) {
    var ties = viewer == null ? Ties.NONE : posts.relations().ties(viewer);
    return posts
        .visible(viewer, ids.stream().map(found::get).filter(Objects::nonNull).toList())
        .stream()
        .filter(post -> !ties.mutes(post.author()))
        .toList();
  }
}
