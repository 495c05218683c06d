package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.policy.PolicyText;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowTest {
  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();
  private final Allow read =
      Callers.allow(Callers.identity("user:alice"), Action.MEMORY_READ, clock);

  @Test
  void tells_who_was_allowed_what_and_where() {
    assertThat(read.identity()).isEqualTo(Callers.identity("user:alice"));
    assertThat(read.reach(Action.MEMORY_READ)).isEqualTo(Reach.of(Box.ofUser("default", "alice")));
    assertThat(read.toString()).isEqualTo("Allow[user:alice [MEMORY_READ]]");
  }

  @Test
  void is_no_proof_for_another_action() {
    assertThatThrownBy(() -> read.reach(Action.MEMORY_WRITE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("proof is for [MEMORY_READ], not MEMORY_WRITE");
  }

  @Test
  void holds_for_a_minute_and_not_at_its_end() {
    clock.advance(Allow.LIFETIME.minus(Duration.ofNanos(1)));
    assertThat(read.reach(Action.MEMORY_READ).isEmpty()).isFalse();

    clock.advance(Duration.ofNanos(1));
    assertThat(Allow.LIFETIME).isEqualTo(Duration.ofSeconds(60));
    assertThatThrownBy(() -> read.reach(Action.MEMORY_READ))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("older");
  }

  @Test
  void passes_a_place_through_only_within_the_reach() {
    Place own = Callers.place("default/alice");
    Place foreign = Callers.place("default/bob");

    assertThat(read.require(Action.MEMORY_READ, own)).isSameAs(own);
    assertThatThrownBy(() -> read.require(Action.MEMORY_READ, foreign))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_tenant_is_whole_also_if_rules_give_parts_of_it_besides_but_not_with_a_hole() {
    for (String rules :
        List.of("", "permit * audit:read default/alice", "permit * memory:read */*")) {
      assertThat(audit(rules).requireTenant(Action.AUDIT_READ)).as(rules).isEqualTo("default");
    }
    Allow holed = audit("forbid * audit:read default/alice");
    assertThat(holed.isWhole(Action.AUDIT_READ)).isFalse();
    assertThat(holed.isWhole(Action.KEYS_MANAGE)).isFalse();
    assertThatThrownBy(() -> holed.requireTenant(Action.AUDIT_READ))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("proof for AUDIT_READ does not reach the whole tenant");
  }

  private Allow audit(String rules) {
    Demand demand = new Demand(Action.AUDIT_READ, Box.ofTenant("default"));
    return (Allow)
        new Policy(PolicyText.parse(rules), clock)
            .decide(Callers.identity("admin:root"), List.of(demand));
  }

  @Test
  void cannot_be_made_outside_of_the_package_of_the_policy() {
    String forgery = "new Allow(null, java.util.Map.of(), null)";

    assertThat(compile("Object object = dev.memwarden.auth.Allow.LIFETIME;")).isEmpty();
    assertThat(compile("Object object = " + forgery + ";"))
        .anyMatch(message -> message.contains("Allow(") && message.contains("not public"));
    assertThat(compile("static class Forged extends Allow {}")).isNotEmpty();
    assertThat(compile("static class Forged implements Decision {}")).isNotEmpty();
  }

  private List<String> compile(String member) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    String source =
        "package elsewhere; import dev.memwarden.auth.*; final class Forger { " + member + " }";
    List<String> options =
        List.of(
            "-proc:none",
            "-implicit:none",
            "-d",
            folder.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    boolean compiles =
        compiler.getTask(null, null, found, options, null, List.of(new Source(source))).call();
    List<String> errors =
        found.getDiagnostics().stream()
            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .map(diagnostic -> diagnostic.getMessage(null))
            .toList();
    assertThat(compiles).isEqualTo(errors.isEmpty());
    return errors;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///elsewhere/Forger.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
