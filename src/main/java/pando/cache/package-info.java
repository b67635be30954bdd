/// What was read is kept near, in the memory of the process, so that the database is asked once.
@NullMarked
package pando.cache;

import org.jspecify.annotations.NullMarked;
