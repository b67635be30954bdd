/// Photos: upload, checks, variants, edits, and the files they are kept in.
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
@NullMarked
package pando.media;

import org.jspecify.annotations.NullMarked;
