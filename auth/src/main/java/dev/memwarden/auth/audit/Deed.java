package dev.memwarden.auth.audit;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.policy.PolicyText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// What was done, or was to be done, and to what.
///
/// @param action the words of [Action], separated by commas, or what happened, such as
///   `key_revoked`
/// @param on what it was about: places as policy texts write them (`default/alice`), or what was
///   changed (`default/key:4bK2mQ8xT0aZ7nLp`)
/// @param shown whose memory the reply showed, as far as it tells: one place for each owner
public record Deed(String action, List<String> on, List<String> shown) {

  /// Most texts of a list that are kept; the rest is counted in one more, such as `+12`.
  public static final int MAX_TEXTS = 16;

  public Deed {
    on = some(on);
    shown = some(shown);
  }

  /// Something that happened to `subject`.
  public static Deed to(String action, String subject) {
    return new Deed(action, List.of(subject), List.of());
  }

  /// Something that is about nothing in particular.
  public static Deed of(String action) {
    return new Deed(action, List.of(), List.of());
  }

  /// What these demands ask for.
  public static Deed of(Collection<Demand> demands) {
    return new Deed(
        demands.stream()
            .map(Demand::action)
            .distinct()
            .map(Action::word)
            .collect(Collectors.joining(",")),
        demands.stream().map(Demand::box).distinct().map(PolicyText::print).toList(),
        List.of());
  }

  /// The same with the owners of what was shown.
  ///
  /// @param tenant where all of it is: nobody is shown anything of another
  /// @param rows where each row is, as far as the reply tells
  public Deed showing(String tenant, Collection<Box> rows) {
    return new Deed(
        action,
        on,
        rows.stream()
            .map(Box::user)
            .distinct()
            .map(user -> PolicyText.print(Box.ofTenant(tenant).with(Axis.USER, user)))
            .toList());
  }

  private static List<String> some(List<String> texts) {
    if (texts.size() <= MAX_TEXTS + 1) {
      return List.copyOf(texts);
    }
    List<String> first = new ArrayList<>(texts.subList(0, MAX_TEXTS));
    first.add("+" + (texts.size() - MAX_TEXTS));
    return List.copyOf(first);
  }
}
