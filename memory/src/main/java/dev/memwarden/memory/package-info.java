/// What agents remember: the engine behind every wire, and the ports it stands on.
///
/// Read [MemoryEngine] first. Whatever touches memory takes an [dev.memwarden.auth.Allow] and works
/// within its reach; the truth is in a [MemoryStore], a [MemoryIndex] only ranks. What is kept but
/// not searched is in an [EntityStore]; what is done later, in a [JobStore], by a [JobWorker].
@NullMarked
package dev.memwarden.memory;

import org.jspecify.annotations.NullMarked;
