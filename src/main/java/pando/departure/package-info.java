/// What people take with them, and what is done when they leave.
///
/// [Archive] writes all that somebody has into one file, as it is read. [Erasure] erases what
/// somebody had, in bounded batches, after [pando.accounts.Logins#leave] has taken them from
/// everybody's sight at once.
@NullMarked
package pando.departure;

import org.jspecify.annotations.NullMarked;
