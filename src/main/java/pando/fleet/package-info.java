/// Runs the processes of a site that has outgrown one.
///
/// A [pando.cluster.Topology] says what the site consists of. [Blueprint] turns it into [Member]s,
/// one for each process, with the files that each needs. [Plan] compares them with what runs and
/// lists the [Step]s from here to there, in an order in which people notice nothing; [Apply]
/// carries them out. [Supervisor] is the process that owns all this: it starts members, starts
/// again what dies, and survives its own death, since members outlive it and [State] says what they
/// are. The commands of the operator talk to it over a [Control] socket.
@NullMarked
package pando.fleet;

import org.jspecify.annotations.NullMarked;
