package dev.memwarden.server.leak;

import java.util.Optional;

/// What a code host is told of one text of its report.
///
/// @param hash SHA-256 of the text, in Base64
/// @param type as the report has it
/// @param isKey whether it is, or was, a key of this server
public record Verdict(String hash, Optional<String> type, boolean isKey) {}
