/// The files of photos, wherever they are kept.
///
/// [S3ProxySettings] writes what the object store needs that Pando starts itself.
@NullMarked
package pando.blobs;

import org.jspecify.annotations.NullMarked;
