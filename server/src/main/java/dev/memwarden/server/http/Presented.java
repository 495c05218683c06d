package dev.memwarden.server.http;

import dev.memwarden.auth.Credential;
import dev.memwarden.auth.limit.Limiter;
import java.util.Optional;

/// What a caller brings to a [Route.Trade]. Nothing of it was judged.
///
/// @param fields of the request, for what only one route knows
/// @param credential as every other route has it; unreadable if there is only a client
/// @param client `Authorization: Basic`, if there is one that can be read
/// @param limits to be asked once it is known who that is
public record Presented(
    Call call, Headers fields, Credential credential, Optional<Client> client, Limiter limits) {}
