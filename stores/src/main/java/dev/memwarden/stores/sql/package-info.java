/// The ports over SQL tables, whatever database has them: one text of every statement, so that no
/// backend forgets what another knows.
///
/// Read [Database] first, then [SqlStores]. [ReachSql] turns what may be touched into the WHERE
/// clause of the one statement that touches it. Where two databases must be told differently,
/// [Dialect] has a name for it.
@NullMarked
package dev.memwarden.stores.sql;

import org.jspecify.annotations.NullMarked;
