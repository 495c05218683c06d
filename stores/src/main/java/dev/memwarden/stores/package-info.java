/// The storage backends, gathered behind the ports that `auth` and `memory` declare.
@NullMarked
package dev.memwarden.stores;

import org.jspecify.annotations.NullMarked;
