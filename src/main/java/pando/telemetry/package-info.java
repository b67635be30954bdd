/// What the operator sees of a running site: the log.
///
/// Every room logs with `java.util.logging`, as do the libraries; a line carries the id of the
/// request that its thread works for. Secrets and what people write never go into a log.
@NullMarked
package pando.telemetry;

import org.jspecify.annotations.NullMarked;
