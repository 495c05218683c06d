package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.token.Issuer;
import dev.memwarden.auth.token.IssuerRules;
import dev.memwarden.auth.token.IssuerState;
import dev.memwarden.auth.token.SignatureAlgorithm;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/v1/issuers`: the identity providers that may speak for the tenant of the caller, and how
/// it stands with their keys. For which other tenants they may speak is not told.
final class IssuerRoutes {
  private static final String PATH = "/admin/v1/issuers";

  private static final Schema TEXTS = Schema.list(Schema.text());

  private static final Operation LIST =
      Operation.of(
          "adminListIssuers",
          "List identity providers",
          "Those whose tokens are taken for your tenant.",
          Content.json(
              Schema.list(
                  Schema.object(
                      "Issuer",
                      Field.of("issuer", Schema.text(), "`iss` of its tokens"),
                      Field.of("preset", Schema.text(), "what kind of issuer it is"),
                      Field.of("tenant", new Schema.Text(1, Axis.MAX_LENGTH), "your tenant"),
                      Field.of("audiences", TEXTS, "one of which its tokens must be for"),
                      Field.of("algorithms", TEXTS, "the only ones that its tokens may have"),
                      Field.of("keys", Schema.count(), "how many keys of it are known"),
                      Field.of("fetched_at", Schema.time().orNull(), "when they were fetched last"),
                      Field.of(
                          "failing_since",
                          Schema.time().orNull(),
                          "since when they cannot be fetched, if they cannot"))),
              """
              [{"issuer": "https://login.example.com/", "preset": "auth0", "tenant": "default",
                "audiences": ["memwarden"], "algorithms": ["RS256"], "keys": 2,
                "fetched_at": "2026-11-22T12:00:00Z", "failing_since": null}]
              """));

  private final List<Issuer> issuers;

  IssuerRoutes(List<Issuer> issuers) {
    this.issuers = List.copyOf(issuers);
  }

  List<Route> routes() {
    return List.of(
        AdminRoute.ofTenant(
            LIST,
            Action.USERS_MANAGE,
            Method.GET,
            PATH,
            AdminWire.ofNothing(PATH),
            (_, tenant) -> list(tenant)));
  }

  private Reply list(String tenant) {
    ArrayNode all = Json.array();
    for (Issuer issuer : issuers) {
      if (issuer.rules().tenants().allowed().contains(tenant)) {
        all.add(json(issuer.rules(), issuer.state(), tenant));
      }
    }
    return Replies.ok(all);
  }

  private static ObjectNode json(IssuerRules rules, IssuerState state, String tenant) {
    ObjectNode json =
        Json.object()
            .put("issuer", rules.issuer())
            .put("preset", rules.preset().word())
            .put("tenant", tenant);
    json.set("audiences", sorted(rules.audiences()));
    json.set(
        "algorithms", sorted(rules.algorithms().stream().map(SignatureAlgorithm::word).toList()));
    return json.put("keys", state.keys())
        .put("fetched_at", state.fetchedAt().map(Instant::toString).orElse(null))
        .put("failing_since", state.failingSince().map(Instant::toString).orElse(null));
  }

  private static ArrayNode sorted(Collection<String> texts) {
    ArrayNode all = Json.array();
    texts.stream().sorted().forEach(all::add);
    return all;
  }
}
