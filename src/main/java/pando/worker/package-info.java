/// Runs what does not belong to a request: in nodes that work each lane of the queue on a thread of
/// its own and what is due every so often; in nodes that answer, the one that follows others.
@NullMarked
package pando.worker;

import org.jspecify.annotations.NullMarked;
