/// Memory with a language model: extraction with decisions, and answers.
///
/// Read [LanguageModel] first, then [LlmExtractor] and [LlmAnswerer]. What a model says is a
/// stranger's input: it names memories by aliases that mean something for one call only, its JSON
/// is read strictly and within bounds, and whenever it fails there is a way without it.
@NullMarked
package dev.memwarden.memory.llm;

import org.jspecify.annotations.NullMarked;
