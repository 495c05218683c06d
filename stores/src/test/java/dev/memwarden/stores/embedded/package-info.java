/// The contracts on the embedded backend, and what only it promises.
@NullMarked
package dev.memwarden.stores.embedded;

import org.jspecify.annotations.NullMarked;
