/// Runs the processes of a site that has outgrown one.
///
/// [Supervisor] is the process that owns them: it starts [Members], starts again what dies, and
/// survives its own death, since members outlive it and [State] says what they are. [Apply] carries
/// out what the room `blueprint` has planned. The commands of the operator talk to the supervisor
/// over a [Control] socket.
@NullMarked
package pando.fleet;

import org.jspecify.annotations.NullMarked;
