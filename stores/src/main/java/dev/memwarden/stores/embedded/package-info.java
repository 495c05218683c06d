/// The default backend: one process, one folder. SQLite holds the truth, Lucene an index of it that
/// can be rebuilt at any time.
///
/// Read [EmbeddedStores] first. Every change goes through one [Writer], every question through
/// [Readers]; what they are told is in [dev.memwarden.stores.sql].
@NullMarked
package dev.memwarden.stores.embedded;

import org.jspecify.annotations.NullMarked;
