/// The server: reads the configuration once and wires the parts together.
@NullMarked
package dev.memwarden.server;

import org.jspecify.annotations.NullMarked;
