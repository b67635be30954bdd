/// Where rows live: shards and slots, transactions and ids, the outbox, the schema, and on one box
/// the PostgreSQL server itself.
///
/// On one box the server is [EmbeddedPostgres], a child process that never outlives this one. Its
/// folder is an ordinary PostgreSQL 15 data folder, so that a cluster can take it over as it is.
@NullMarked
package pando.data;

import org.jspecify.annotations.NullMarked;
