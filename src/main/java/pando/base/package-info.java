/// What every room needs: typed ids, refusals, and the request a thread works for.
@NullMarked
package pando.base;

import org.jspecify.annotations.NullMarked;
