/// Isolation as a property: whoever sends whatever, nobody sees or changes what is not theirs.
///
/// [Ownership] says who owns what, in the plainest way and without a line of the product's own
/// algebra; [Hostile] makes requests; [World] is a real server without a socket; [IsolationTest]
/// lets them meet.
@NullMarked
package dev.memwarden.server.isolation;

import org.jspecify.annotations.NullMarked;
