/// Photos: upload, checks, variants, edits.
///
/// ## The image engine
///
/// ```
/// this process                        child process (same jar, small heap)
/// ImageEngine -- EngineProcess ==stdin/stdout==> ImageEngineMain -- Darkroom -- Vips -- libvips
/// ```
///
/// Images are decoded by native code that reads what strangers send. It therefore runs in processes
/// of its own: one that crashes, hangs or grows takes one photo with it and nothing else. They
/// start with the first photo, end when idle, and halt by themselves when this process is gone.
///
/// A file is named by its content ([ImageKind]), its header is held to the limits in [Darkroom]
/// before a pixel is decoded, and only the one libvips loader of its kind ever sees it. It is
/// decoded once; all variants are made from those pixels, so nothing but pixels and the colour
/// profile gets through ([PublicBytes] makes sure).
///
/// ## The desk
///
/// [Photos] is what other rooms use. An upload is made ready before it is stored, if a worker is
/// free soon enough: then there is one transaction, and no state in between that could get stuck.
/// Else the row says that it waits, and its [PhotoEvent.Requested] brings it to [PhotoLab] in the
/// media lane. An edit goes the same two ways. It is always all steps from the original, whose
/// bytes ([pando.blobs.Blobs]) never change; every result has files of its own, so an edit is
/// undone by showing the files of an earlier one.
///
/// Files are kept before the row that names them is committed, and are deleted after the row is.
/// What a death in between leaves behind, [Photos#sweep] finds: by the age in the ids that files
/// are named by, without asking any other machine.
@NullMarked
package pando.media;

import org.jspecify.annotations.NullMarked;
