/// What strangers on the wire try, each class one item of the list of known attacks: raw bytes over
/// a real socket to a server that really stores.
///
/// [Stand] is that server, and [Town] one with many people in two tenants, for what one of them
/// tries on another (5.1 to 5.12). That nobody sees or changes what is not theirs, whatever they
/// send (5.13), is the property that `IsolationTest` in `server.isolation` lets chance look for.
/// Every attack is followed by a look at what is stored or by an ordinary request, which must be
/// answered.
@NullMarked
package dev.memwarden.server.attacks;

import org.jspecify.annotations.NullMarked;
