package dev.memwarden.server.dialect.mem0;

import dev.memwarden.server.http.Route;

/// A guarded route, and what the original tells a caller who tries it on somebody else.
///
/// @param mayOnly goes on after "You can only"
record Offer(Route.Guarded<?> route, String mayOnly) {}
