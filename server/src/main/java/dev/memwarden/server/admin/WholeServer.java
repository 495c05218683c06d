package dev.memwarden.server.admin;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.key.TenantService;
import dev.memwarden.server.http.Reply;
import java.util.function.BiFunction;

/// What all tenants of a server share: the policy text, the keys that sign tokens, the search
/// index, the chain of the audit log. For whoever owns the data folder; and, as long as there is
/// one tenant only, for the admins of that: none of them may see or change what is another's, too.
final class WholeServer {
  private final TenantService tenants;

  WholeServer(TenantService tenants) {
    this.tenants = tenants;
  }

  /// `perform` for those, a refusal for everybody else.
  <Q> BiFunction<Allow, Q, Reply> only(BiFunction<Allow, Q, Reply> perform) {
    return (allow, request) ->
        LocalAdmin.is(allow.identity()) || tenants.isOnly(allow.identity().principal().tenant())
            ? perform.apply(allow, request)
            : Replies.problem(
                403, "this concerns other tenants, too: it is done on the server itself");
  }
}
