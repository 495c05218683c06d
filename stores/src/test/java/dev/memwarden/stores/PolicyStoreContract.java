package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.policy.PolicyStore.Version;
import org.junit.jupiter.api.Test;

/// What every [PolicyStore] must do.
public abstract class PolicyStoreContract extends Contract {

  @Test
  void there_is_no_policy_at_first() {
    assertThat(stores().policies().current()).isEmpty();
  }

  @Test
  void the_last_applied_text_is_in_force() {
    Version first = stores().policies().apply(Proofs.managing(), "one", Proofs.NOON);
    Version second =
        stores().policies().apply(Proofs.managing(), "two\n", Proofs.NOON.plusSeconds(1));
    reopen();

    assertThat(first).isEqualTo(new Version(1, "one", Proofs.NOON, "admin:root"));
    assertThat(second).isEqualTo(new Version(2, "two\n", Proofs.NOON.plusSeconds(1), "admin:root"));
    assertThat(stores().policies().current()).contains(second);
  }

  @Test
  void who_manages_some_users_only_does_not_set_the_policy() {
    Box alices = Box.ofUser(Proofs.TENANT, "alice");

    assertThatIllegalStateException()
        .isThrownBy(() ->
            stores()
                .policies()
                .apply(
                    Proofs.in(alices, Proofs.service("hr"), Action.USERS_MANAGE),
                    "permit * * *",
                    Proofs.NOON));
    assertThat(stores().policies().current()).isEmpty();
  }
}
