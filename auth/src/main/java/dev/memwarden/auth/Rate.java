package dev.memwarden.auth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How often something may happen: so many times in each span, and so many of them at once.
///
/// Written `100/m`, or `100/m:20` if not all of them may come at once.
///
/// @param count from 1 to [#MOST]
/// @param burst how many may come at once, from 1 to `count`
public record Rate(int count, Per per, int burst) {

  /// The highest count.
  public static final int MOST = 999_999_999;

  private static final Pattern TEXT =
      Pattern.compile("([1-9][0-9]{0,8})/([smhd])(?::([1-9][0-9]{0,8}))?");

  /// A span of time.
  public enum Per {
    SECOND("s", 1),
    MINUTE("m", 60),
    HOUR("h", 3_600),
    DAY("d", 86_400);

    private final String word;
    private final int seconds;
    private final String name = name().toLowerCase(Locale.ROOT);

    Per(String word, int seconds) {
      this.word = word;
      this.seconds = seconds;
    }

    /// How long it is.
    public int seconds() {
      return seconds;
    }

    /// Such as `minute`.
    @Override
    public String toString() {
      return name;
    }
  }

  /// @throws IllegalArgumentException if a number is out of its bounds
  public Rate {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("a rate counts from 1 to " + MOST);
    }
    if (burst < 1 || burst > count) {
      throw new IllegalArgumentException("from 1 to all of a span may come at once");
    }
  }

  /// Reads what [#toString] writes.
  ///
  /// @throws IllegalArgumentException if it is no rate
  public static Rate parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a rate such as 100/m or 100/m:20");
    }
    int count = Integer.parseInt(matcher.group(1));
    Per per =
        Arrays.stream(Per.values())
            .filter(span -> span.word.equals(matcher.group(2)))
            .findFirst()
            .orElseThrow();
    String burst = matcher.group(3);
    return new Rate(count, per, burst == null ? count : Integer.parseInt(burst));
  }

  /// Reads rates with commas between them, such as `100/m,10000/d`: at most one for each span.
  ///
  /// @throws IllegalArgumentException if they are none
  public static List<Rate> parseList(String text) {
    List<Rate> rates = new ArrayList<>();
    Set<Per> spans = EnumSet.noneOf(Per.class);
    for (String one : text.split(",", -1)) {
      Rate rate = parse(one);
      if (!spans.add(rate.per)) {
        throw new IllegalArgumentException("two rates for the same span");
      }
      rates.add(rate);
    }
    return List.copyOf(rates);
  }

  /// What [#parseList] reads.
  public static String text(List<Rate> rates) {
    return rates.stream().map(Rate::toString).collect(Collectors.joining(","));
  }

  /// Whether this never lets anything through that `other` would not.
  public boolean within(Rate other) {
    return burst <= other.burst
        && (long) count * other.per.seconds <= (long) other.count * per.seconds;
  }

  @Override
  public String toString() {
    String plain = count + "/" + per.word;
    return burst == count ? plain : plain + ":" + burst;
  }
}
