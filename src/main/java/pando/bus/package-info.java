/// What the nodes of a site tell each other at once, beside the log of events.
///
/// ```text
/// whoever changed something --tell--> Bus --Wire (PostgreSQL, Redis)--> Bus --> Hearers elsewhere
/// ```
///
/// The log is sure and a little late; the bus is quick and not sure: a message arrives once or not
/// at all. So that nothing depends on luck, **who may have missed something is told so**
/// ([Hearer#missed]): after a connection was lost, every second while there is none, and when a
/// node had more to say than its queue holds. Whatever is kept near is forgotten then.
@NullMarked
package pando.bus;

import org.jspecify.annotations.NullMarked;
