package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenantServiceTest {
  private final SettableClock clock = new SettableClock();
  private final List<Tenant> stored = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private boolean down;
  private final TenantService tenants = new TenantService(new Kept(), new Heard(), clock);

  private final class Kept implements TenantStore {
    @Override
    public List<Tenant> list(Slice<String> slice) {
      return Lists.slice(stored, slice, Tenant::id);
    }

    @Override
    public Optional<Tenant> add(Allow allow, Instant at) {
      Tenant made = new Tenant(allow.identity().principal().tenant(), Tenant.Status.ACTIVE, at, at);
      stored.add(made);
      return Optional.of(made);
    }

    @Override
    public Optional<Tenant> changeStatus(Allow allow, Tenant.Status status, Instant at) {
      if (down) {
        throw new StoreUnavailableException("down");
      }
      return stored.stream()
          .filter(tenant -> tenant.id().equals(allow.identity().principal().tenant()))
          .map(tenant -> new Tenant(tenant.id(), status, tenant.createdAt(), at))
          .findFirst();
    }
  }

  private final class Heard implements AuthorityListener {
    @Override
    public void invalidate(String id) {
      heard.add(id);
    }

    @Override
    public void invalidateAll() {
      heard.add("all");
    }
  }

  private Allow of(String tenant) {
    return Callers.allow(Callers.identity("admin:root@" + tenant), Action.USERS_MANAGE, clock);
  }

  @Test
  void whether_there_is_but_one() {
    assertThat(tenants.isOnly("default")).isTrue();
    assertThat(tenants.add(of("default"))).isPresent();
    assertThat(tenants.isOnly("default")).isTrue();
    assertThat(tenants.isOnly("acme")).isFalse();
    assertThat(tenants.add(of("acme"))).isPresent();
    assertThat(tenants.isOnly("default")).isFalse();
    assertThat(Lists.of(slice -> Optional.of(tenants.list(slice)), Tenant::id))
        .extracting(Tenant::id)
        .containsExactly("default", "acme");
  }

  @Test
  void a_change_is_heard_of_by_whoever_remembers_credentials() {
    assertThat(tenants.add(of("acme"))).isPresent();
    assertThat(heard).isEmpty();

    assertThat(tenants.disable(of("acme")).map(Tenant::status)).contains(Tenant.Status.DISABLED);
    assertThat(heard).containsExactly("all");
    assertThat(tenants.enable(of("acme")).map(Tenant::status)).contains(Tenant.Status.ACTIVE);
    assertThat(heard).containsExactly("all", "all");
    assertThat(tenants.disable(of("nothing"))).isEmpty();
  }

  @Test
  void a_change_without_an_answer_is_heard_of_all_the_same() {
    down = true;

    assertThatThrownBy(() -> tenants.disable(of("acme")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(heard).containsExactly("all");
  }
}
