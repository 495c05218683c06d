/// Policy as text: read, printed, and kept in versions.
@NullMarked
package dev.memwarden.auth.policy;

import org.jspecify.annotations.NullMarked;
