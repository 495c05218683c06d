/// What a server tells those who run it: metrics, traces, whether it is ready. Nothing in here
/// names a caller, a key or what anybody remembers; labels have few values, all of them known
/// beforehand.
@NullMarked
package dev.memwarden.server.telemetry;

import org.jspecify.annotations.NullMarked;
