package dev.memwarden.server.docs;

import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A schema in words: what people read of it, one row for each field at any depth.
final class Shape {

  /// One field.
  ///
  /// @param path such as `memories[].id`
  /// @param words such as "text, 1 to 256 characters"
  record Row(String path, String words, boolean required, String about) {}

  private Shape() {}

  /// The fields of an object, or of the objects in a list; none for anything else.
  static List<Row> rows(Schema schema) {
    List<Row> rows = new ArrayList<>();
    addRows("", schema, rows);
    return rows;
  }

  private static void addRows(String before, Schema schema, List<Row> rows) {
    switch (schema) {
      case Schema.Fields fields -> {
        for (Field field : fields.fields()) {
          String path = before.isEmpty() ? field.name() : before + "." + field.name();
          rows.add(new Row(path, words(field.schema()), field.required(), field.about()));
          addRows(path, field.schema(), rows);
        }
      }
      case Schema.Items items -> addRows(before + "[]", items.of(), rows);
      case Schema.OrNull(Schema inner) -> addRows(before, inner, rows);
      case Schema.Text _,
          Schema.Formatted _,
          Schema.Pattern _,
          Schema.Word _,
          Schema.Whole _,
          Schema.Fraction _,
          Schema.Flag _,
          Schema.Free _,
          Schema.Anything _,
          Schema.Either _ -> {}
    }
  }

  /// What kind of value it is.
  static String words(Schema schema) {
    return switch (schema) {
      case Schema.Text(int least, int most) -> "text" + bounds(least, most, " characters");
      case Schema.Formatted(String format) -> format.equals("date-time") ? "time" : format;
      case Schema.Pattern(String regex) -> "text like `" + regex + "`";
      case Schema.Word(List<String> words) ->
          words.stream().collect(Collectors.joining("`, `", "`", "`"));
      case Schema.Whole(int least, int most) -> "whole number" + bounds(least, most, "");
      case Schema.Fraction _ -> "number";
      case Schema.Flag _ -> "`true`, `false`";
      case Schema.Free _, Schema.Fields _ -> "object";
      case Schema.Anything _ -> "anything";
      case Schema.Items(Schema of, int least, int most) ->
          "list" + bounds(least, most, "") + " of " + words(of);
      case Schema.OrNull(Schema inner) -> words(inner) + " or `null`";
      case Schema.Either(List<Schema> schemas) ->
          schemas.stream().map(Shape::words).collect(Collectors.joining(" or "));
    };
  }

  private static String bounds(int least, int most, String unit) {
    if (most == Integer.MAX_VALUE) {
      return least == 0 ? "" : ", at least " + least + unit;
    }
    return ", " + least + " to " + most + unit;
  }
}
