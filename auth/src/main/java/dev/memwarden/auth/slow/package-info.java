/// Hashes that are slow on purpose (bcrypt, PBKDF2), as other systems keep their keys: read, made
/// and checked, a few at a time and never on the thread that asks.
@NullMarked
package dev.memwarden.auth.slow;

import org.jspecify.annotations.NullMarked;
