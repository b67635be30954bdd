/// What the operator of a grown site sees and says: the commands that talk to its supervisor.
@NullMarked
package pando.console;

import org.jspecify.annotations.NullMarked;
