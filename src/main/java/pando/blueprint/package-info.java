/// Which processes a topology needs, and how one gets from those that run to those that should: all
/// of it worked out, nothing done.
///
/// [Blueprint] turns a [pando.cluster.Topology] into [Member]s, one for each process, with the
/// files that each reads ([Rendering]). [Planner] compares them with what runs and lists the
/// [Step]s from here to there, in an order in which people notice nothing.
@NullMarked
package pando.blueprint;

import org.jspecify.annotations.NullMarked;
