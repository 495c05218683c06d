package dev.memwarden.auth.audit;

/// An event as the log has it.
///
/// @param id its number in the whole log; later entries have larger ones
public record AuditEntry(long id, ChainLink link, AuditEvent event) {}
