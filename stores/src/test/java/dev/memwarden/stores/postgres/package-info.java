/// The contracts on PostgreSQL, and what only it promises. The server is a real one, started once;
/// without it these tests fail.
@NullMarked
package dev.memwarden.stores.postgres;

import org.jspecify.annotations.NullMarked;
