/// Ranks memories by meaning and by words with Lucene. The index follows a log of changes and only
/// ever returns row numbers; whoever asks reads the truth again within its own reach.
@NullMarked
package dev.memwarden.stores.lucene;

import org.jspecify.annotations.NullMarked;
