package dev.memwarden.server.fastapi;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// Times as pydantic writes and reads them: to the microsecond, in UTC unless an offset is given.
public final class Times {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z");

  private static final int LONGEST = 40;
  private static final int DATE = "2025-07-10".length();
  private static final String SEPARATORS = "Tt ";

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter();

  private static final DateTimeFormatter OFFSET =
      new DateTimeFormatterBuilder()
          .append(LOCAL)
          .appendOptional(offset("+HH:MM"))
          .appendOptional(offset("+HHMM"))
          .appendOptional(offset("+HHmm"))
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private Times() {}

  private static DateTimeFormatter offset(String pattern) {
    return new DateTimeFormatterBuilder().appendOffset(pattern, "Z").toFormatter();
  }

  /// `2025-07-10T18:30:00Z`, with six digits of the second's fraction unless that is 0.
  public static String text(Instant time) {
    long micros = time.getNano() / 1_000;
    return SECONDS.format(time)
        + (micros == 0 ? "Z" : String.format(Locale.ROOT, ".%06dZ", micros));
  }

  /// Reads what [#text] writes, other offsets, none (UTC), a space for the `T`, and a date alone
  /// (its first instant).
  ///
  /// @return empty if it is none of these, or out of the years 1 to 9999
  public static Optional<Instant> of(String text) {
    boolean alone = text.length() <= DATE;
    if (text.length() > LONGEST || !alone && SEPARATORS.indexOf(text.charAt(DATE)) < 0) {
      return Optional.empty();
    }
    try {
      return kept(
          alone ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC) : moment(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Instant moment(String text) {
    return switch (OFFSET.parseBest(text, OffsetDateTime::from, LocalDateTime::from)) {
      case OffsetDateTime time -> time.toInstant();
      case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
      default -> throw new DateTimeException("neither");
    };
  }

  private static Optional<Instant> kept(Instant time) {
    Instant micros = time.truncatedTo(ChronoUnit.MICROS);
    return micros.isBefore(FIRST) || micros.isAfter(END) ? Optional.empty() : Optional.of(micros);
  }
}
