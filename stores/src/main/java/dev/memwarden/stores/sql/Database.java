package dev.memwarden.stores.sql;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Reach;
import java.sql.Connection;
import java.sql.SQLException;

/// The tables, by who may see what of them. Every statement carries the reach; a database that can
/// also hold a connection to one tenant does so, as a second fence for the day when a statement is
/// wrong.
public interface Database {

  /// Memory, for what is in reach: rows of its tenant.
  ///
  /// @param reach of one proof, so of one tenant; changes made elsewhere in it wait
  Access memory(Reach reach);

  /// Keys, users and tokens of one tenant, and the memory that goes with a user.
  Access authority(String tenant);

  /// The same of the tenant of a proof.
  default Access authority(Allow allow) {
    return authority(allow.identity().principal().tenant());
  }

  /// The same for a change that removes memory in `reach`: until it ends changes of that memory
  /// wait, and from [#holdAuthority] on those of authority.
  ///
  /// @param reach of one owner
  Access removal(Reach reach);

  /// Makes other changes of authority wait until the transaction ends. Only needed by who has a
  /// [#removal].
  void holdAuthority(Connection connection) throws SQLException;

  /// Keys, users and tokens of all tenants, to judge a credential before anybody is known. Never
  /// memory.
  Access credentials();

  /// What nobody asks for and everybody needs: jobs that are due, what has expired, and numbers.
  /// Never what a memory says.
  Access upkeep();

  /// The log of changes of authority. Whoever watches it never waits for anybody else.
  Access log();

  /// The audit log of all tenants: to write it and to check it.
  Access audit();

  /// What the audit log says of one tenant.
  Access audit(String tenant);

  /// How many ask for something to be done and have to wait until it is begun.
  int waiting();

  /// Whether other processes may make changes too.
  boolean isShared();

  /// How to speak to it.
  Dialect dialect();
}
