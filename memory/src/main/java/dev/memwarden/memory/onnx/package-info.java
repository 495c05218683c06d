/// Sentence embeddings computed inside this process, offline.
///
/// [OnnxEmbedder] is the only class that knows the model and its runtime.
@NullMarked
package dev.memwarden.memory.onnx;

import org.jspecify.annotations.NullMarked;
