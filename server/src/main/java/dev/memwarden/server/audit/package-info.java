/// Sees to it that what is done is written down before it is answered, and looks after what was.
@NullMarked
package dev.memwarden.server.audit;

import org.jspecify.annotations.NullMarked;
