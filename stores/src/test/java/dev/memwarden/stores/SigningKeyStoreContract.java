package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.handshake.SigningKeyStore;
import dev.memwarden.auth.handshake.SigningKeyStore.Sealed;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [SigningKeyStore] must do.
public abstract class SigningKeyStoreContract extends Contract {
  private static final Instant NOON = Proofs.NOON;
  private static final Sealed LATER = key("later", NOON.plusSeconds(600));
  private static final Sealed NOW = key("now", NOON);

  private SigningKeyStore keys() {
    return stores().signingKeys();
  }

  private static Sealed key(String id, Instant signsFrom) {
    return new Sealed(id, "sealed " + id, NOON, signsFrom);
  }

  @Test
  void keys_come_back_in_the_order_in_which_they_sign() {
    assertThat(keys().all()).isEmpty();
    keys().replace(LATER, List.of(), "test");
    keys().replace(NOW, List.of(), "test");
    reopen();

    assertThat(keys().all()).containsExactly(NOW, LATER);
  }

  @Test
  void a_key_takes_the_place_of_others() {
    keys().replace(NOW, List.of(), "test");
    keys().replace(LATER, List.of("now", "unknown"), "test");

    assertThat(keys().all()).containsExactly(LATER);
  }

  @Test
  void removed_keys_are_gone() {
    keys().replace(NOW, List.of(), "test");
    keys().replace(LATER, List.of(), "test");
    keys().remove(List.of("now"), NOON, "test");
    reopen();

    assertThat(keys().all()).containsExactly(LATER);
  }
}
