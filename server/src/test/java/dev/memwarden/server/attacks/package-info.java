/// What strangers on the wire try, each class one item of the list of known attacks: raw bytes over
/// a real socket to a server that really stores.
///
/// [Stand] is that server. Every attack is followed by a look at what is stored and by an ordinary
/// request, which must be answered.
@NullMarked
package dev.memwarden.server.attacks;

import org.jspecify.annotations.NullMarked;
