/// Measuring: figures with their peers and goals, reports, and what makes work to be measured.
///
/// ```
/// Figure, Report     what was measured, as a table and as JSON
/// Load ==stdin/stdout==> LoadMain -- Connection ==HTTP==> the server that is measured
/// Scene              a picture that is as much work as a photo
/// ```
///
/// What is measured, and against which limit, is known in the room `main`, which puts sites
/// together; here nothing knows Pando.
@NullMarked
package pando.bench;

import org.jspecify.annotations.NullMarked;
