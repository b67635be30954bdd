/// The public port: the load balancer that answers there, and how the port passes from one process
/// to another without a connection being lost.
///
/// [pando.proxy.SharedPort] is a listening socket beside which others may listen.
/// [pando.proxy.ProxySettings] is what HAProxy is told at its start, and [pando.proxy.ProxyRuntime]
/// what it is told and asked while it runs.
@NullMarked
package pando.proxy;

import org.jspecify.annotations.NullMarked;
