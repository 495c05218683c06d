/// The backend for many nodes: everything in one PostgreSQL database, in a schema of its own.
///
/// Read [PostgresStores] first. What the database is told is in [dev.memwarden.stores.sql]; here is
/// how: [PostgresDatabase] begins every transaction in a [Role] that sees the rows of one tenant
/// alone, [Transactions] runs it, and [Lock] lets changes of the same things come one after the
/// other.
@NullMarked
package dev.memwarden.stores.postgres;

import org.jspecify.annotations.NullMarked;
