package dev.memwarden.server.telemetry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The fields of one message on the wire of Protocol Buffers.
record Protobuf(List<Field> fields) {

  /// @param value what a field of fixed or variable size holds
  /// @param bytes what one with a length does
  record Field(int number, long value, byte[] bytes) {}

  static Protobuf read(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      int number = (int) (tag >>> 3);
      fields.add(
          switch ((int) (tag & 7)) {
            case 0 -> new Field(number, varint(in), new byte[0]);
            case 1 -> new Field(number, in.getLong(), new byte[0]);
            case 2 -> {
              byte[] bytes = new byte[(int) varint(in)];
              in.get(bytes);
              yield new Field(number, 0, bytes);
            }
            case 5 -> new Field(number, in.getInt(), new byte[0]);
            default -> throw new IllegalArgumentException("no wire type");
          });
    }
    return new Protobuf(fields);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private List<Field> all(int number) {
    return fields.stream().filter(field -> field.number == number).toList();
  }

  List<Protobuf> messages(int number) {
    return all(number).stream().map(field -> read(field.bytes)).toList();
  }

  Optional<String> text(int number) {
    return all(number).stream()
        .map(field -> new String(field.bytes, StandardCharsets.UTF_8))
        .findFirst();
  }

  String hex(int number) {
    return all(number).stream()
        .map(field -> HexFormat.of().formatHex(field.bytes))
        .findFirst()
        .orElse("");
  }

  long number(int number) {
    return all(number).stream().mapToLong(Field::value).findFirst().orElse(0);
  }
}
