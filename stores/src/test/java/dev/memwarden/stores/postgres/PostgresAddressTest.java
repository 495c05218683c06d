package dev.memwarden.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.memwarden.auth.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresAddressTest {
  private static PostgresAddress at(String url) {
    return new PostgresAddress(url, "warden", Optional.of(Secret.of("hunter2")), 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jdbc:postgresql://host/db",
        "postgres://host/db",
        "mysql://host/db",
        "postgresql://host",
        "postgresql://host/",
        "postgresql:///db",
        "postgresql://me:secret@host/db",
        "postgresql://host/db?user=me",
        "postgresql://host/db?ssl=true&Password=secret",
        "postgresql://ho st/db"
      })
  void other_addresses_are_refused_without_repeating_them(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> at(url))
        .withMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://127.0.0.1/db, false",
    "postgresql://localhost:5433/db, false",
    "postgresql://[::1]/db, false",
    "postgresql://db.example.com/db, true",
    "postgresql://10.0.0.7:5433/db?connectTimeout=3, true",
    "postgresql://localhost.example.com/db, true",
    "postgresql://db.example.com/db?sslMode=disable, true"
  })
  void whoever_answers_elsewhere_proves_who_it_is(String url, boolean verified) {
    assertThat(at(url).jdbcUrl().contains("sslmode=verify-full")).isEqualTo(verified);
    assertThat(at(url).isReadable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "disable, true",
    "DISABLE, true",
    "allow, true",
    "prefer, true",
    "Prefer, true",
    "require, false",
    "verify-ca, false"
  })
  void what_the_operator_says_is_done(String mode, boolean readable) {
    PostgresAddress address = at("postgresql://db.example.com/db?sslmode=" + mode);

    assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example.com/db?sslmode=" + mode);
    assertThat(address.isReadable()).isEqualTo(readable);
  }

  @Test
  void a_certificate_in_the_address_is_used() {
    assertThat(at("postgresql://h/db?sslrootcert=/ca.pem").jdbcUrl())
        .isEqualTo("jdbc:postgresql://h/db?sslrootcert=/ca.pem&sslmode=verify-full");
    assertThat(at("postgresql://h/db").jdbcUrl())
        .isEqualTo(
            "jdbc:postgresql://h/db?sslmode=verify-full"
                + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
  }

  @Test
  void the_password_is_not_printed() {
    assertThat(at("postgresql://localhost/db").toString()).doesNotContain("hunter2");
  }
}
