/// A painter of photos for sites that have none: landscapes, nights and small things, each from a
/// few words and a number.
///
/// [Painter] is asked. A scene paints light on a [Canvas], from what is far to what is near, and
/// [Finish] makes of it what a camera would.
@NullMarked
package pando.painting;

import org.jspecify.annotations.NullMarked;
