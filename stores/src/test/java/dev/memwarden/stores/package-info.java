/// What every backend must do, whatever it is made of.
@NullMarked
package dev.memwarden.stores;

import org.jspecify.annotations.NullMarked;
