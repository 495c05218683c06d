/// The part of PostgreSQL's `jsonpath` that clients of Zep filter metadata with.
///
/// [JsonPathParser] reads a text into a [JsonPath]; [Condition] is what stands in its filters. What
/// is left out (regular expressions, methods, arithmetic, joins of two paths) is refused by name.
/// What is left takes time in proportion to path and document, and no more.
@NullMarked
package dev.memwarden.server.dialect.zep.jsonpath;

import org.jspecify.annotations.NullMarked;
