package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.audit.AuditEntry;
import dev.memwarden.auth.audit.AuditLog;
import dev.memwarden.auth.audit.AuditQuery;
import dev.memwarden.auth.audit.AuditVerifier;
import dev.memwarden.auth.audit.Checkpoint;
import dev.memwarden.auth.audit.Verification;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/v1/audit`: entries of the audit log, and whether all of it is as it was written, which
/// concerns every tenant.
final class AuditRoutes {
  private static final String PATH = "/admin/v1/audit";
  static final String VERIFY = PATH + "/verify";
  private static final String CHECKPOINT = PATH + "/checkpoint";

  private final AuditLog log;
  private final AuditVerifier verifier;
  private final WholeServer server;

  AuditRoutes(AuditLog log, AuditVerifier verifier, WholeServer server) {
    this.log = log;
    this.verifier = verifier;
    this.server = server;
  }

  private record Verify(Optional<Checkpoint> earlier) {}

  List<Route> routes() {
    return List.of(
        AdminRoute.ofTenant(
            AuditOperations.LIST,
            Action.AUDIT_READ,
            Method.GET,
            PATH,
            new AdminWire<>((_, call) -> AuditQueryWire.read(call), AuditQueryWire::write),
            this::list),
        AdminRoute.ofTenant(
            AuditOperations.CHECKPOINT_NOW,
            Action.AUDIT_READ,
            Method.GET,
            CHECKPOINT,
            AdminWire.ofNothing(CHECKPOINT),
            server.only((_, _) -> Replies.ok(AuditJson.of(verifier.checkpoint())))),
        AdminRoute.ofTenant(
            AuditOperations.VERIFY,
            Action.AUDIT_READ,
            Method.POST,
            VERIFY,
            new AdminWire<>((_, call) -> read(call), AuditRoutes::write),
            server.only((_, request) -> verify(request))));
  }

  private Reply list(Allow allow, AuditQuery query) {
    List<AuditEntry> found = log.list(allow, query);
    ObjectNode body = Json.object();
    ArrayNode entries = body.putArray("entries");
    found.forEach(entry -> entries.add(AuditJson.of(entry)));
    if (found.size() == query.limit()) {
      body.put("next", found.getLast().id());
    } else {
      body.putNull("next");
    }
    return Replies.ok(body);
  }

  private Reply verify(Verify request) {
    return Replies.ok(
        switch (verifier.verify(request.earlier())) {
          case Verification.Intact(long entries, Checkpoint now) ->
              Json.object()
                  .put("intact", true)
                  .put("entries", entries)
                  .set("checkpoint", AuditJson.of(now));
          case Verification.Broken(String writer, long seq, String what) ->
              Json.object()
                  .put("intact", false)
                  .put("writer", writer)
                  .put("seq", seq)
                  .put("detail", what);
        });
  }

  private static Decoded<Verify> read(Call call) {
    BodyFields fields = BodyFields.of(call);
    Optional<Checkpoint> earlier = fields.object(AuditJson.CHECKPOINT).flatMap(AuditJson::read);
    if (earlier.isEmpty() && fields.has(AuditJson.CHECKPOINT)) {
      fields.wrong(AuditJson.CHECKPOINT, "is no checkpoint");
    }
    return AdminWire.decoded(fields, new Verify(earlier));
  }

  private static Wire.Encoded write(Verify request) {
    ObjectNode body = Json.object();
    request.earlier().ifPresent(one -> body.set(AuditJson.CHECKPOINT, AuditJson.of(one)));
    return AdminWire.encoded(VERIFY, body);
  }
}
