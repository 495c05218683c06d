/// HTTP, and nothing but HTTP: the only package that knows the HTTP engine.
///
/// A [Dialect] lists its [Route]s; [Pipeline] takes a [Call] through edge checks, credential, body,
/// demands, policy and the route's work to a [Reply], in that order for every dialect.
@NullMarked
package dev.memwarden.server.http;

import org.jspecify.annotations.NullMarked;
