/// Tests of what the backends share.
@NullMarked
package dev.memwarden.stores.sql;

import org.jspecify.annotations.NullMarked;
