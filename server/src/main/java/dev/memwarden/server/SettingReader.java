package dev.memwarden.server;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Collects the values of all settings from their sources, and stops at whatever is none.
final class SettingReader {
  private static final String DOT_ENV = ".env";

  /// Far above any sensible file; a device or a huge file by mistake does not fill the memory.
  private static final long MAX_FILE = 1 << 20;

  /// One source of values, by the names that it uses for settings.
  private record Layer(String origin, boolean isYaml, Map<String, String> values) {}

  private final SettingSources sources;
  private final List<Layer> layers;

  private SettingReader(SettingSources sources) {
    this.sources = sources;
    Map<String, String> environment = new HashMap<>(sources.environment());
    environment.entrySet().removeIf(e -> KnownNames.isServiceLink(e.getKey(), e.getValue()));
    environment.keySet().removeAll(KnownNames.CLIENTS);
    this.layers =
        List.of(
            new Layer("environment", false, environment),
            new Layer(DOT_ENV, false, DotEnv.parse(textOf(DOT_ENV))),
            new Layer(
                YamlFile.NAME,
                true,
                YamlFile.parse(textOf(YamlFile.NAME), knownKeys(), structures())));
  }

  static Map<Setting, Settings.Value> read(SettingSources sources) {
    SettingReader reader = new SettingReader(sources);
    reader.layers.stream().filter(layer -> !layer.isYaml()).forEach(SettingReader::rejectUnknown);
    Map<Setting, Settings.Value> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      reader.value(setting).ifPresent(value -> values.put(setting, value));
    }
    return values;
  }

  private Optional<Settings.Value> value(Setting setting) {
    Optional<Settings.Value> direct = direct(setting);
    Optional<Settings.Value> file =
        setting.isSecret() ? first(setting.fileNames(), setting.fileKey()) : Optional.empty();
    if (direct.isPresent() && file.isPresent()) {
      throw new InvalidConfigurationException(
          direct.get().origin() + " and " + file.get().origin() + " are both set; keep one");
    }
    return file.map(this::contents)
        .or(() -> direct)
        .or(() -> setting.byDefault().map(text -> new Settings.Value(text, "default")));
  }

  private Optional<Settings.Value> direct(Setting setting) {
    String option = sources.commandLine().get(setting);
    return option != null
        ? Optional.of(new Settings.Value(option, "command line"))
        : first(setting.names(), Optional.of(setting.key()));
  }

  /// The value from the strongest layer that has one. An empty value counts as none: compose files
  /// pass variables on that nobody has set.
  private Optional<Settings.Value> first(List<String> names, Optional<String> key) {
    for (Layer layer : layers) {
      List<String> candidates = layer.isYaml() ? key.stream().toList() : names;
      List<String> set =
          candidates.stream()
              .filter(name -> !layer.values().getOrDefault(name, "").isEmpty())
              .toList();
      if (set.isEmpty()) {
        continue;
      }
      String text = layer.values().getOrDefault(set.getFirst(), "");
      if (!set.stream().allMatch(name -> text.equals(layer.values().get(name)))) {
        throw new InvalidConfigurationException(
            layer.origin() + ": " + String.join(" and ", set) + " differ; keep one");
      }
      return Optional.of(new Settings.Value(text, layer.origin() + ": " + set.getFirst()));
    }
    return Optional.empty();
  }

  private Settings.Value contents(Settings.Value path) {
    Path file = sources.folder().resolve(path.text());
    String origin = path.origin();
    String text =
        read(file).orElseThrow(() -> new InvalidConfigurationException(origin + ": no such file"));
    return new Settings.Value(text.replaceFirst("\\R\\z", ""), origin);
  }

  private String textOf(String name) {
    return read(sources.folder().resolve(name)).orElse("");
  }

  private static Optional<String> read(Path file) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      if (!Files.isDirectory(file) && Files.size(file) <= MAX_FILE) {
        return Optional.of(Files.readString(file));
      }
      throw new InvalidConfigurationException(file + ": is no file of at most 1 MiB");
    } catch (CharacterCodingException e) {
      throw new InvalidConfigurationException(file + ": is not UTF-8");
    } catch (IOException e) {
      throw new InvalidConfigurationException(file + ": cannot be read");
    }
  }

  private static void rejectUnknown(Layer layer) {
    Set<String> known = new LinkedHashSet<>();
    for (Setting setting : Setting.values()) {
      known.addAll(setting.names());
      known.addAll(setting.fileNames());
    }
    List<String> ours = new ArrayList<>(known.stream().filter(KnownNames::isOurs).toList());
    for (String name : layer.values().keySet()) {
      if (KnownNames.isOurs(name) && !known.contains(name)) {
        throw new InvalidConfigurationException(
            layer.origin()
                + ": unknown setting "
                + name
                + "; the nearest known is "
                + KnownNames.nearest(name, ours));
      }
    }
  }

  private static Set<String> knownKeys() {
    Set<String> keys = new HashSet<>();
    for (Setting setting : Setting.values()) {
      keys.add(setting.key());
      setting.fileKey().ifPresent(keys::add);
    }
    return keys;
  }

  private static Set<String> structures() {
    return Arrays.stream(Setting.values())
        .filter(Setting::isStructure)
        .map(Setting::key)
        .collect(Collectors.toSet());
  }
}
