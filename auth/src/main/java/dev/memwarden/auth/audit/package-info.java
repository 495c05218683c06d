/// What was done here, by whom, and to whose memory, in chains that show if an entry was changed or
/// taken away. Read in this order: [AuditEvent], [Auditor], [AuditLog], [AuditChain],
/// [AuditVerifier].
///
/// No secret is ever in an event: credentials are named by their ids.
@NullMarked
package dev.memwarden.auth.audit;

import org.jspecify.annotations.NullMarked;
