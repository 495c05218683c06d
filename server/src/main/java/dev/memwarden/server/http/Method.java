package dev.memwarden.server.http;

/// The request methods that any route here uses. Others are refused at the edge.
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE
}
