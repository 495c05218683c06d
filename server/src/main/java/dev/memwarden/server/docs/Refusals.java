package dev.memwarden.server.docs;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Refusal;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.docs.Contents.Item;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/// How a route is refused before it does anything: its dialect is asked, so these are the real
/// replies.
final class Refusals {
  private static final Identity ALICE =
      new Identity(
          new Principal(Principal.Kind.USER, Principal.DEFAULT_TENANT, "alice"),
          Set.of(),
          Ceiling.of(Action.MEMORY_AND_CHAT, Box.ofTenant(Principal.DEFAULT_TENANT)),
          new CredentialRef(CredentialRef.Kind.API_KEY, "4bK2mQ8xT0aZ7nLp"));

  private Refusals() {}

  /// All of them, in the order in which a request meets them.
  static List<Result> of(Item item) {
    List<Result> all = new ArrayList<>();
    all.add(
        plain(
            item,
            "The request is not well-formed HTTP, has no single `Host`, or a path that servers read"
                + " differently.",
            400,
            "Malformed request target"));
    if (item.isGuarded()) {
      if (!item.isSigned()) { // what has no signature has no credential to be wrong
        all.addAll(credentials(item));
      }
      all.add(
          plain(
              item,
              "The caller, its key, its tenant or its address has made more requests than it may,"
                  + " or has presented what proves nobody too often; try again after `Retry-After`"
                  + " seconds.",
              429,
              "Too many requests; try again later"));
    }
    if (item.operation().body().isPresent()) {
      all.add(plain(item, "The body came too slowly.", 408, "Request body came too slowly"));
      all.add(
          plain(item, "The body is larger than the server takes.", 413, "Request body too large"));
      all.add(
          plain(
              item, "The body is compressed.", 415, "The body must come without a content coding"));
    }
    if (item.operation().body().isPresent() || !item.operation().parameters().isEmpty()) {
      all.add(
          result(
              item.dialect().malformed(List.of(mistake(item))),
              "The request makes no sense; everything that is wrong is listed.",
              item.dialect().chapter().malformed()));
    }
    if (!item.operation().needs().isEmpty()) {
      all.addAll(forbidden(item));
    }
    if (item.isGuarded()) {
      all.add(
          plain(
              item,
              "The answer is not known now, or the server is busy; try again after `Retry-After`"
                  + " seconds.",
              503,
              "Service temporarily unavailable"));
    }
    return all;
  }

  // What a caller must not be able to tell apart comes out as one reply, and is one line here.
  private static List<Result> credentials(Item item) {
    Map<String, Result> distinct = new LinkedHashMap<>();
    for (Refusal why : Refusal.values()) {
      if (!why.isForbidden()) {
        Result result = plain(item, about(why), item.dialect().unauthenticated(why));
        distinct.merge(
            result.status() + result.content().example().orElse(""), result, Refusals::merged);
      }
    }
    return List.copyOf(distinct.values());
  }

  private static Result merged(Result one, Result other) {
    return one.about().contains(other.about())
        ? one
        : new Result(one.status(), one.about() + " " + other.about(), one.content());
  }

  private static String about(Refusal why) {
    return switch (why) {
      case NO_CREDENTIAL -> "No credential was presented.";
      case CONFLICTING_CREDENTIALS -> "Two different credentials were presented.";
      case UNREADABLE_CREDENTIAL,
          MALFORMED_KEY,
          UNKNOWN_KEY,
          WRONG_SECRET,
          MALFORMED_TOKEN,
          WRONG_ALGORITHM,
          UNKNOWN_ISSUER,
          NO_KEY_ID,
          UNKNOWN_SIGNING_KEY,
          BAD_SIGNATURE,
          WRONG_TOKEN_TYPE,
          WRONG_AUDIENCE,
          ISSUED_IN_FUTURE,
          NO_SUBJECT,
          NO_EXPIRY,
          FOREIGN_TENANT,
          SIGNING_SECRET,
          EXPIRED,
          NOT_YET_VALID,
          REVOKED,
          REPLAYED,
          DISABLED_PRINCIPAL,
          FOREIGN_NETWORK,
          FOREIGN_DIALECT,
          UNSIGNED,
          MALFORMED_SIGNATURE,
          INCOMPLETE_SIGNATURE,
          WRONG_SIGNATURE,
          UNTIMELY_SIGNATURE,
          WRONG_DIGEST ->
          "The credential is unknown, expired or revoked, not to be used from here, or demands a"
              + " signature that is not there.";
      case ACTION_NOT_ALLOWED -> "The credential does not allow the action anywhere.";
      case OUT_OF_REACH -> "What was asked for is out of the caller's reach.";
    };
  }

  private static List<Result> forbidden(Item item) {
    Demand unmet =
        new Demand(
            item.operation().needs().getFirst(), Box.ofUser(Principal.DEFAULT_TENANT, "bob"));
    Map<String, Result> distinct = new LinkedHashMap<>();
    for (Refusal why : List.of(Refusal.OUT_OF_REACH, Refusal.ACTION_NOT_ALLOWED)) {
      Reply reply = item.dialect().forbidden(item.route(), ALICE, new Deny(why, unmet));
      Result result = plain(item, about(why), reply);
      distinct.merge(result.content().example().orElse(""), result, Refusals::merged);
    }
    return List.copyOf(distinct.values());
  }

  private static Problem mistake(Item item) {
    return item.operation().body().isPresent()
        ? new Problem(List.of("body"), "missing", "Field required", NullNode.getInstance())
        : new Problem(
            List.of("query", "limit"),
            "int_parsing",
            "Input should be a valid integer, unable to parse string as an integer",
            "many");
  }

  private static Result plain(Item item, String about, int status, String message) {
    return plain(item, about, item.dialect().plain(status, message));
  }

  private static Result plain(Item item, String about, Reply reply) {
    return result(reply, about, item.dialect().chapter().refusal());
  }

  private static Result result(Reply reply, String about, Schema schema) {
    return new Result(
        reply.status(),
        about,
        new Content(
            reply.header("Content-Type").orElseThrow(),
            schema,
            Optional.of(Json.text(reply.json().orElseGet(() -> text(reply))))));
  }

  private static JsonNode text(Reply reply) {
    return StringNode.valueOf(new String(reply.bytes(), StandardCharsets.UTF_8));
  }
}
