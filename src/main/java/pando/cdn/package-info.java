/// The edges: caches of photos and of the app's files, near those who look at them.
///
/// [EdgeSettings] writes what a Varnish needs to be one: where it fetches from, what it keeps and
/// for how long, what it does while the site is away. [Edges] tells all of them to forget.
///
/// Names of photos and of the app's files never change their bytes, so nothing has to be told to an
/// edge when something is added. What is deleted is purged by the tags ([Tag]) that the site sends
/// with a file: of the photo, and of its owner.
@NullMarked
package pando.cdn;

import org.jspecify.annotations.NullMarked;
