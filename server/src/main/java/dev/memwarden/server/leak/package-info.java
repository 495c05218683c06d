/// Reports of keys that were found where others can read them, as code hosts send them: in the form
/// of GitHub's secret scanning partner programme.
///
/// [CodeHost] tells whether the host has signed a body; only then [LeakReport] reads it, and
/// [LeakDesk] ends the keys in it.
@NullMarked
package dev.memwarden.server.leak;

import org.jspecify.annotations.NullMarked;
