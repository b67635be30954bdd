/// Posts and what people do with them: favourites, boosts, bookmarks, replies, tags, search.
///
/// **Desks.** [pando.posts.Posts] publishes, edits, deletes and finds posts and knows who may see
/// them; [pando.posts.Reactions] favourites, boosts, bookmarks and pins; [pando.posts.PostLists],
/// [pando.posts.Threads], [pando.posts.Tags] and [pando.posts.PostSearch] find posts;
/// [pando.posts.Outlines] finds those of many authors at once, for feeds.
///
/// **A write** is one transaction in the slot of who does it, and an event in it
/// ([pando.posts.PostEvent]). What it means for others follows from the event:
/// [pando.posts.OtherSides] writes the counts beside the post, the thread beside its first post and
/// the lists beside their tags, [pando.posts.PostNotices] tells people. A boost is a post of its
/// own that names the one it shows.
///
/// **Once.** Events come twice, late, and out of order, and counts must be right. What a post has
/// received is a row for each person with the id of the last favourite and whether it was undone:
/// larger ids win, an undoing wins over what it undoes, and the statement that changes the row
/// changes the count by what that made of it ([pando.posts.ReceivedStore]).
///
/// **A read** is find, fetch, rule: ids from an index, posts from the near cache or one query for
/// each shard, and [pando.posts.Posts#visible]. The rows that events keep may be a moment behind
/// the posts, so a list never shows what the post itself does not say.
///
/// **Text** is read by [pando.posts.PostText] alone: what is counted, who is told, what is found
/// and what is shown are the same mentions, tags and links.
@NullMarked
package pando.posts;

import org.jspecify.annotations.NullMarked;
