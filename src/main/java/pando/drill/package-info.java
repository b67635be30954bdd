/// Drills: people who use a site without a pause while something is done to it, and the account of
/// what they saw.
///
/// [pando.drill.Traffic] is the people, the [pando.drill.Ledger] is what the site has acknowledged
/// to them, and a [pando.drill.Verdict] is what came of it, green or red. They know the site by its
/// public API alone, as clients do. [pando.drill.Caller] is a client as HTTP wants it: it repeats
/// what may be repeated, once, and counts it.
@NullMarked
package pando.drill;

import org.jspecify.annotations.NullMarked;
