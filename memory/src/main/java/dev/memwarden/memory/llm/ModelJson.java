package dev.memwarden.memory.llm;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON as it goes to a model and comes back.
final class ModelJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxNumberLength(20)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  // Models that think aloud do so first, and many wrap what they say.
  private static final Pattern THOUGHTS =
      Pattern.compile("\\A\\s*<think>.*?</think>", Pattern.DOTALL);
  private static final Pattern FENCE =
      Pattern.compile("\\A\\s*```(?:json)?\\s*\\n(.*)\\n\\s*```\\s*\\z", Pattern.DOTALL);

  private ModelJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /// The data of a prompt, delimited. Inside, no text can look like the end of it.
  static String data(ObjectNode data) {
    String json = MAPPER.writeValueAsString(data).replace("<", "\\u003c").replace(">", "\\u003e");
    return "<data>\n" + json + "\n</data>";
  }

  /// An answer that is one JSON object with exactly these fields; empty if it is anything else.
  static Optional<ObjectNode> read(String answer, Set<String> fields) {
    String text = THOUGHTS.matcher(answer).replaceFirst("");
    Matcher fenced = FENCE.matcher(text);
    try {
      JsonNode node = MAPPER.readTree(fenced.matches() ? fenced.group(1) : text);
      return node instanceof ObjectNode object && Set.copyOf(object.propertyNames()).equals(fields)
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
