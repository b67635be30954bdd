/// The files of photos, wherever they are kept.
///
/// A file is named by its photo and by the hash of its bytes ([BlobName]), so it never changes.
/// [Blobs] keeps them: [DiskBlobs] in a folder, [ObjectBlobs] in an object store that speaks S3,
/// and [MovingBlobs] in both while [PhotoMove] brings them from one to the other under a running
/// site. [S3ProxySettings] writes what the object store needs that Pando starts itself.
@NullMarked
package pando.blobs;

import org.jspecify.annotations.NullMarked;
