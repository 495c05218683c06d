package dev.memwarden.server.dialect.zep.jsonpath;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/// How two values compare.
enum Comparison {
  EQUAL,
  NOT_EQUAL,
  LESS,
  AT_MOST,
  GREATER,
  AT_LEAST;

  /// Values of two kinds do not compare, except that `null` is not equal to anything else; and
  /// neither do objects and arrays.
  Truth of(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return fits(left.decimalValue().compareTo(right.decimalValue()));
    }
    if (left.isString() && right.isString()) {
      return fits(codePoints(left.stringValue(), right.stringValue()));
    }
    if (left.isBoolean() && right.isBoolean()) {
      return fits(Boolean.compare(left.booleanValue(), right.booleanValue()));
    }
    if (left.isNull() && right.isNull()) {
      return fits(0);
    }
    return left.isNull() || right.isNull() ? Truth.of(this == NOT_EQUAL) : Truth.UNKNOWN;
  }

  /// The same comparison from the other side.
  Comparison flipped() {
    return switch (this) {
      case EQUAL -> EQUAL;
      case NOT_EQUAL -> NOT_EQUAL;
      case LESS -> GREATER;
      case AT_MOST -> AT_LEAST;
      case GREATER -> LESS;
      case AT_LEAST -> AT_MOST;
    };
  }

  private Truth fits(int order) {
    return Truth.of(
        switch (this) {
          case EQUAL -> order == 0;
          case NOT_EQUAL -> order != 0;
          case LESS -> order < 0;
          case AT_MOST -> order <= 0;
          case GREATER -> order > 0;
          case AT_LEAST -> order >= 0;
        });
  }

  // UTF-8 sorts by code points, UTF-16 does not.
  private static int codePoints(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
