/// How often something may happen, in memory that does not grow with who does it.
@NullMarked
package dev.memwarden.auth.limit;

import org.jspecify.annotations.NullMarked;
