package dev.memwarden.server.http;

import dev.memwarden.auth.Credential;
import java.util.Optional;

/// What a caller brings to a [Route.Trade]. Nothing of it was judged.
///
/// @param credential as every other route has it; unreadable if there is only a client
/// @param client `Authorization: Basic`, if there is one that can be read
public record Presented(Call call, Credential credential, Optional<Client> client) {}
