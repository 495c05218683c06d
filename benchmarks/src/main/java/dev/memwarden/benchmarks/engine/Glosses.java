package dev.memwarden.benchmarks.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// The definitions of WordNet, as Debian's `wordnet-base` installs them: some 117,000 short English
/// texts, each with something that somebody might ask for it by.
final class Glosses {
  private static final List<String> FILES =
      List.of("data.noun", "data.verb", "data.adj", "data.adv");
  private static final long SEED = 20;

  private Glosses() {}

  /// One definition.
  ///
  /// @param text what is remembered, never twice the same
  /// @param question an example of use if there is one, otherwise the words that are defined
  record Gloss(String text, String question) {}

  /// All of them, in an order that is always the same and mixes everything.
  static List<Gloss> read(Path folder) throws IOException {
    Set<String> seen = new HashSet<>();
    List<Gloss> glosses = new ArrayList<>();
    for (String file : FILES) {
      for (String line : Files.readAllLines(folder.resolve(file), StandardCharsets.UTF_8)) {
        if (!line.startsWith(" ")) {
          Gloss gloss = parse(line);
          if (!gloss.text().isEmpty() && seen.add(gloss.text())) {
            glosses.add(gloss);
          }
        }
      }
    }
    Collections.shuffle(glosses, new Random(SEED));
    return glosses;
  }

  // "offset file type count word id word id ... | definition; "example"; "example"", wndb(5WN)
  private static Gloss parse(String line) {
    int bar = line.indexOf('|');
    String gloss = line.substring(bar + 1).strip();
    int quote = gloss.indexOf('"');
    String text = (quote < 0 ? gloss : gloss.substring(0, quote)).strip();
    while (text.endsWith(";") || text.endsWith(":")) {
      text = text.substring(0, text.length() - 1).strip();
    }
    int end = quote < 0 ? -1 : gloss.indexOf('"', quote + 1);
    String example = end < 0 ? "" : gloss.substring(quote + 1, end).strip();
    return new Gloss(text, example.isEmpty() ? words(line.split(" ", -1)) : example);
  }

  private static String words(String[] fields) {
    int count = Integer.parseInt(fields[3], 16);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(fields[4 + 2 * i].replace('_', ' '));
    }
    return String.join(", ", words);
  }
}
