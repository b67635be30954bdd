/// Feeds.
@NullMarked
package pando.feed;

import org.jspecify.annotations.NullMarked;
