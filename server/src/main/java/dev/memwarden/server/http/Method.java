package dev.memwarden.server.http;

import java.util.Optional;

/// The request methods that any route here uses. Others are refused at the edge.
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE;

  /// The method of exactly this word; methods are case-sensitive (RFC 9110 §9.1).
  public static Optional<Method> of(String word) {
    return switch (word) {
      case "GET" -> Optional.of(GET);
      case "POST" -> Optional.of(POST);
      case "PUT" -> Optional.of(PUT);
      case "PATCH" -> Optional.of(PATCH);
      case "DELETE" -> Optional.of(DELETE);
      default -> Optional.empty();
    };
  }
}
