/// Posts and what people do with them: favourites, boosts, bookmarks, replies, tags, search.
@NullMarked
package pando.posts;

import org.jspecify.annotations.NullMarked;
