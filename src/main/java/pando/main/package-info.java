/// The command line, and the one place where the site is put together.
///
/// [Main] names the commands. [Site] makes each desk with its constructor, from the bottom of the
/// house to the top, and closes them in the reverse order.
@NullMarked
package pando.main;

import org.jspecify.annotations.NullMarked;
