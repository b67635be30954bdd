/// One file in, records out: what the operator has decided about this site.
///
/// `pando.yaml` has a section for each component of [Config], and each section has a key for each
/// component of its record, under the same name. Every setting has a default, which stands in the
/// record beside its meaning and its limits; a file holds only what differs. A key that Pando does
/// not know stops the start, since a misspelt setting that is ignored is worse than none.
@NullMarked
package pando.config;

import org.jspecify.annotations.NullMarked;
