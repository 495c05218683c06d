package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.Configuration;
import dev.memwarden.server.Setting;
import dev.memwarden.server.SettingSources;
import dev.memwarden.server.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What the files in `deploy/` say that neither Docker nor a cluster is needed for. What can be run
/// of them is run by `.ci/checks/deploy.sh`.
final class DeploymentFilesTest {
  // Surefire runs a module's tests in the module's folder.
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path DEPLOY = ROOT.resolve("deploy");

  private static final Pattern OUR_NAME = Pattern.compile("\\bMEMWARDEN_[A-Z0-9_]+");
  private static final Pattern COPY = Pattern.compile("^COPY (.*)$", Pattern.MULTILINE);
  private static final String JAVA_OPTIONS = "MEMWARDEN_JAVA_OPTS";

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(DEPLOY)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void settings_that_are_named_exist(Path file) {
    Set<String> known =
        Arrays.stream(Setting.values())
            .flatMap(
                setting -> Stream.concat(setting.names().stream(), setting.fileNames().stream()))
            .collect(Collectors.toSet());
    known.add(JAVA_OPTIONS);

    assertThat(OUR_NAME.matcher(read(file)).results().map(MatchResult::group))
        .allMatch(known::contains);
  }

  // Attack 3.17: what is in memory has keys in it, and belongs in no file.
  @ParameterizedTest
  @MethodSource("startingFiles")
  void nothing_that_starts_a_server_lets_it_leave_its_memory_in_a_file(Path file) {
    assertThat(read(file))
        .doesNotContain("HeapDump")
        .doesNotContain("CrashOnOutOfMemoryError")
        .doesNotContain("OnOutOfMemoryError=")
        .doesNotContain("OnError=");
  }

  static Stream<Path> startingFiles() throws IOException {
    return Stream.concat(
        Stream.of("memwarden", "memwarden.cmd").map(ROOT::resolve),
        files().filter(file -> !file.toString().endsWith(".md")));
  }

  @Test
  void a_server_without_memory_ends() {
    for (String launcher : List.of("memwarden", "memwarden.cmd")) {
      assertThat(read(ROOT.resolve(launcher))).contains("-XX:+ExitOnOutOfMemoryError");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "API_KEYS",
    "ZEP_AUTH_REQUIRED",
    "ZEP_AUTH_SECRET",
    "AUTH_MODE",
    "DISABLE_AUTH",
    "TOKEN_AUTH_ENABLED",
    "OAUTH2_ISSUER_URL",
    "OAUTH2_AUDIENCE",
    "OAUTH2_JWKS_URL",
    "OAUTH2_ALGORITHMS",
    "REDIS_URL"
  })
  void compose_passes_on_the_settings_of_others(String name) {
    assertThat(compose().path("environment").path(name).asString()).isEqualTo("${" + name + ":-}");
  }

  @Test
  void compose_lets_the_server_do_little_and_nobody_elsewhere_reach_it() {
    JsonNode server = compose();

    assertThat(server.path("ports").values()).hasSize(1);
    assertThat(server.path("ports").path(0).asString()).startsWith("127.0.0.1:");
    assertThat(server.path("read_only").asBoolean()).isTrue();
    assertThat(server.path("cap_drop").path(0).asString()).isEqualTo("ALL");
    assertThat(server.path("security_opt").path(0).asString()).isEqualTo("no-new-privileges:true");
    assertThat(DEPLOY.resolve(server.path("build").path("context").asString()))
        .isDirectoryContaining(file -> file.endsWith("pom.xml"));
    assertThat(server.path("build").path("dockerfile").asString()).isEqualTo("deploy/Dockerfile");
    assertThat(server.path("volumes").path(0).asString()).endsWith(":" + volume());
  }

  // What the build makes is looked at by .ci/checks/deploy.sh.
  @Test
  void the_image_takes_what_is_there_and_runs_as_nobody_special() {
    String dockerfile = read(DEPLOY.resolve("Dockerfile"));
    for (MatchResult copy : COPY.matcher(dockerfile).results().toList()) {
      String[] words = copy.group(1).split(" ");
      for (int i = 0; i < words.length - 1; i++) {
        if (!words[0].startsWith("--from=")) {
          assertThat(ROOT.resolve(words[i])).exists();
        }
      }
    }
    assertThat(dockerfile)
        .contains("COPY --from=build /src/cli/target/memwarden/lib /opt/memwarden/lib\n")
        .containsOnlyOnce("\nUSER 10001:10001\n")
        .contains("\nENTRYPOINT [\"/opt/memwarden/memwarden\"]\n")
        .contains("\nHEALTHCHECK ")
        .doesNotContain(":latest");
  }

  @Test
  void nothing_gets_into_the_build_of_the_image_but_what_it_needs() {
    List<String> rules =
        read(DEPLOY.resolve("Dockerfile.dockerignore"))
            .lines()
            .filter(line -> !line.startsWith("#"))
            .toList();

    assertThat(rules).first().isEqualTo("**");
    assertThat(rules.subList(1, rules.size()))
        .allMatch(rule -> rule.startsWith("!"))
        .noneMatch(rule -> rule.contains(".env") || rule.contains("data") || rule.equals("!*"));
  }

  @Test
  void a_pod_may_do_little() {
    JsonNode pod = object("StatefulSet").path("spec").path("template").path("spec");
    JsonNode container = pod.path("containers").path(0);
    JsonNode may = container.path("securityContext");

    assertThat(object("StatefulSet").path("spec").path("replicas").asInt()).isEqualTo(1);
    assertThat(pod.path("securityContext").path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.path("securityContext").path("runAsUser").asInt()).isEqualTo(10001);
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
    assertThat(may.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(may.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(may.path("capabilities").path("drop").path(0).asString()).isEqualTo("ALL");
    for (JsonNode variable : container.path("env").values()) {
      assertThat(variable.path("value").isString()).as("%s", variable).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"startupProbe,   /readyz", "readinessProbe, /readyz", "livenessProbe,  /livez"})
  void a_pod_is_asked_where_others_need_no_key_and_clients_do_not_come(String probe, String path) {
    JsonNode container = object("StatefulSet").at("/spec/template/spec/containers/0");
    JsonNode asks = container.path(probe).path("httpGet");
    JsonNode port =
        container.path("ports").values().stream()
            .filter(one -> one.path("name").equals(asks.path("port")))
            .findFirst()
            .orElseThrow();

    assertThat(asks.path("path").asString()).isEqualTo(path);
    assertThat(asks.path("scheme").asString("HTTP")).isEqualTo("HTTP");
    assertThat(port.path("containerPort").asString())
        .isEqualTo(variable(container, "MEMWARDEN_METRICS_PORT"));
    assertThat(variable(container, "MEMWARDEN_METRICS_HOST")).isEqualTo("0.0.0.0");
    assertThat(object("Service").at("/spec/ports").values())
        .noneMatch(served -> served.path("targetPort").equals(asks.path("port")));
  }

  // What it finds is tried by .ci/checks/deploy.sh.
  @Test
  void the_health_check_of_the_image_asks_where_the_image_says() {
    String dockerfile = read(DEPLOY.resolve("Dockerfile"));

    assertThat(dockerfile)
        .containsPattern("(?m)^    MEMWARDEN_METRICS_PORT=\\d+ ")
        .contains(
            "  CMD curl -fsS -o /dev/null \"http://127.0.0.1:$MEMWARDEN_METRICS_PORT/readyz\"\n")
        .doesNotContain("MEMWARDEN_METRICS_HOST");
    assertThat(compose().path("healthcheck").isMissingNode()).isTrue();
  }

  @Test
  void what_a_pod_needs_is_there_or_a_secret_that_is_not_in_a_file() {
    JsonNode pod = object("StatefulSet").path("spec").path("template").path("spec");
    Set<String> volumes = names(pod.path("volumes"));
    volumes.add(
        object("StatefulSet")
            .path("spec")
            .path("volumeClaimTemplates")
            .path(0)
            .path("metadata")
            .path("name")
            .asString());

    assertThat(names(pod.path("containers").path(0).path("volumeMounts")))
        .isEqualTo(volumes)
        .hasSize(5);
    assertThat(objects()).noneMatch(object -> object.path("kind").asString().equals("Secret"));
  }

  @ParameterizedTest
  @CsvSource({"Service", "StatefulSet", "NetworkPolicy", "ConfigMap", "ServiceAccount"})
  void manifests_are_of_one_server(String kind) {
    assertThat(object(kind).path("metadata").path("name").asString()).isEqualTo("memwarden");
    assertThat(object(kind).path("metadata").path("labels").path("app.kubernetes.io/name"))
        .isEqualTo(object("Service").path("spec").path("selector").path("app.kubernetes.io/name"));
  }

  @Test
  void what_the_manifest_configures_makes_sense(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("memwarden.yaml"),
        object("ConfigMap").path("data").path("memwarden.yaml").asString());

    Configuration configuration =
        Configuration.of(Settings.read(new SettingSources(Map.of(), Map.of(), folder)), folder);

    assertThat(configuration.tls().required()).isTrue();
    assertThat(configuration.http().publicUrl()).contains("https://memory.example.com");
  }

  private static JsonNode compose() {
    return new YAMLMapper()
        .readTree(read(DEPLOY.resolve("compose.yaml")))
        .path("services")
        .path("memwarden");
  }

  private static String volume() {
    String dockerfile = read(DEPLOY.resolve("Dockerfile"));
    return dockerfile.replaceFirst("(?s).*\nVOLUME (\\S+)\n.*", "$1");
  }

  private static JsonNode object(String kind) {
    List<JsonNode> found =
        objects().stream().filter(object -> object.path("kind").asString().equals(kind)).toList();
    assertThat(found).as(kind).hasSize(1);
    return found.getFirst();
  }

  private static List<JsonNode> objects() {
    List<JsonNode> objects = new ArrayList<>();
    for (String document : read(DEPLOY.resolve("kubernetes/memwarden.yaml")).split("(?m)^---$")) {
      objects.add(new YAMLMapper().readTree(document));
    }
    return objects;
  }

  private static String variable(JsonNode container, String name) {
    return container.path("env").values().stream()
        .filter(variable -> variable.path("name").asString().equals(name))
        .map(variable -> variable.path("value").asString())
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> names(JsonNode list) {
    return list.values().stream()
        .map(item -> item.path("name").asString())
        .collect(Collectors.toSet());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
