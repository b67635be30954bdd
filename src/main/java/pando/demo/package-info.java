/// A community to begin with: `pando up --demo`.
@NullMarked
package pando.demo;

import org.jspecify.annotations.NullMarked;
