package dev.memwarden.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the modules' dependencies cannot express. Lives here because the command line sees every
/// module.
final class ArchitectureTest {
  private static final JavaClasses MEMWARDEN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.memwarden");

  private static final String ALLOW = "dev.memwarden.auth.Allow";

  @Test
  void the_decision_core_needs_nothing_but_the_jdk() {
    classes()
        .that()
        .resideInAPackage("dev.memwarden.auth")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.memwarden.auth", "java..", "javax.crypto..", "org.jspecify..")
        .check(MEMWARDEN);
  }

  @Test
  void auth_needs_nothing_but_the_jdk_a_cache_for_keys_bcrypt_and_a_json_parser_for_tokens() {
    classes()
        .that()
        .resideInAPackage("dev.memwarden.auth..")
        .and()
        .resideOutsideOfPackages(
            "dev.memwarden.auth.key..", "dev.memwarden.auth.slow..", "dev.memwarden.auth.token..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.memwarden.auth..", "java..", "javax.crypto..", "org.jspecify..")
        .check(MEMWARDEN);
    classes()
        .that()
        .resideInAPackage("dev.memwarden.auth.key..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.memwarden.auth..",
            "java..",
            "javax.crypto..",
            "org.jspecify..",
            "com.github.benmanes.caffeine..")
        .check(MEMWARDEN);
    classes()
        .that()
        .resideInAPackage("dev.memwarden.auth.slow..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.memwarden.auth..",
            "java..",
            "javax.crypto..",
            "org.jspecify..",
            "org.bouncycastle.crypto.generators..")
        .check(MEMWARDEN);
    classes()
        .that()
        .resideInAPackage("dev.memwarden.auth.token..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.memwarden.auth..",
            "java..",
            "javax.crypto..",
            "org.jspecify..",
            "tools.jackson.core..")
        .check(MEMWARDEN);
  }

  @Test
  void one_package_speaks_http() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.memwarden.server.http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(MEMWARDEN);
  }

  @Test
  void dialects_do_not_know_each_other() {
    slices()
        .matching("dev.memwarden.server.dialect.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(MEMWARDEN);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("dev.memwarden.(**)").should().beFreeOfCycles().check(MEMWARDEN);
  }

  @Test
  void time_is_given_not_taken() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.memwarden.cli..")
        .should()
        .callMethodWhere(target(owner(nameMatching("java\\.time\\..*"))).and(target(name("now"))))
        .orShould()
        .callMethodWhere(
            target(owner(nameMatching("java\\.time\\.(Clock|InstantSource)")))
                .and(target(nameMatching("(system|tick).*"))))
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(MEMWARDEN);
  }

  @Test
  void nothing_is_guessable() {
    noClasses()
        .should()
        .callConstructorWhere(target(owner(name("java.util.Random"))))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .orShould()
        .callMethod(Math.class, "random")
        .check(MEMWARDEN);
  }

  // A proof makes narrower ones of itself.
  @Test
  void only_the_policy_allows() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.memwarden.auth.Policy")
        .and()
        .doNotHaveFullyQualifiedName(ALLOW)
        .should()
        .callConstructorWhere(target(owner(name(ALLOW))))
        .check(MEMWARDEN);
  }

  @Test
  void nothing_keeps_an_allow() {
    fields().should(notKeep(Set.of(ALLOW, "dev.memwarden.auth.Decision"))).check(MEMWARDEN);
  }

  // A function that takes an Allow keeps none, so function types may name it.
  private static ArchCondition<JavaField> notKeep(Set<String> proofs) {
    DescribedPredicate<JavaClass> proof =
        DescribedPredicate.describe("a proof", type -> proofs.contains(type.getName()));
    return new ArchCondition<>("not keep " + proofs) {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        boolean keeps =
            !field.getRawType().isAnnotatedWith(FunctionalInterface.class)
                && field.getType().getAllInvolvedRawTypes().stream().anyMatch(proof);
        events.add(new SimpleConditionEvent(field, !keeps, field.getDescription()));
      }
    };
  }
}
