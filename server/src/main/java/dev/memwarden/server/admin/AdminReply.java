package dev.memwarden.server.admin;

import dev.memwarden.server.http.Json;
import tools.jackson.databind.JsonNode;

/// What came of an [AdminRequest].
///
/// @param status as in HTTP: 2xx is success
/// @param body a document; a problem (RFC 9457) if it is no success. May hold a new key
public record AdminReply(int status, JsonNode body) {

  /// A field of the body with what a person should know besides, if there is anything.
  public static final String WARNING = "warning";

  /// Whether it was done.
  public boolean isSuccess() {
    return status < 300;
  }

  /// A failure, for a person.
  public static AdminReply problem(int status, String detail) {
    return new AdminReply(status, Json.object().put("status", status).put("detail", detail));
  }

  /// Why it was not done.
  public String detail() {
    return body.path("detail").asString("status " + status);
  }

  /// The body may hold a new key.
  @Override
  public String toString() {
    return "AdminReply[" + status + "]";
  }
}
