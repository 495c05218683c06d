/// What the documents say about a route, as plain values: [Operation] and its [Schema]s.
///
/// Written beside the route and its wire, read by whatever shows them: `/openapi.json`, `/docs`,
/// and the tests that hold both against the server. Knows neither HTTP nor JSON.
@NullMarked
package dev.memwarden.server.api;

import org.jspecify.annotations.NullMarked;
