/// What the site consists of, as data. Today: which shard holds which slot.
@NullMarked
package pando.cluster;

import org.jspecify.annotations.NullMarked;
