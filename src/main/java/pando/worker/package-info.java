/// Runs what does not belong to a request: each lane of the queue on a thread of its own, and what
/// is due every so often.
@NullMarked
package pando.worker;

import org.jspecify.annotations.NullMarked;
