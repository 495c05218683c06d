package dev.memwarden.server.admin;

import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Wire;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// A wire made of a reader and a writer.
record AdminWire<Q>(BiFunction<Identity, Call, Decoded<Q>> reader, Function<Q, Encoded> writer)
    implements Wire<Q> {

  /// A wire of requests that say nothing beyond their path.
  static AdminWire<String> ofId(String before, String after) {
    return new AdminWire<>(
        (_, call) -> {
          BodyFields fields = BodyFields.of(call);
          return decoded(fields, fields.id(call));
        },
        id -> new Encoded(before + AdminRequest.segment(id) + after, Body.EMPTY));
  }

  /// A wire of requests that say nothing at all; what is decoded is the tenant they are about.
  static AdminWire<String> ofNothing(String path) {
    return new AdminWire<>(
        (caller, call) -> decoded(BodyFields.of(call), caller.principal().tenant()),
        _ -> new Encoded(path, Body.EMPTY));
  }

  /// `request`, unless something is wrong with the fields that it was made from.
  static <Q> Decoded<Q> decoded(BodyFields fields, Q request) {
    var problems = fields.problems();
    return problems.isEmpty() ? new Decoded.Request<>(request) : new Decoded.Malformed<>(problems);
  }

  static Encoded encoded(String target, ObjectNode body) {
    return new Encoded(target, Body.of(Json.write(body)));
  }

  @Override
  public Decoded<Q> decode(Identity caller, Call call) {
    return reader.apply(caller, call);
  }

  @Override
  public Encoded encode(Q request) {
    return writer.apply(request);
  }
}
