package dev.memwarden.auth.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.Signer;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.handshake.Outcome.Denied;
import dev.memwarden.auth.handshake.Outcome.Granted;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.Lists;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.MemoryKeys;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.auth.key.Page;
import dev.memwarden.auth.key.Sealing;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.key.User;
import dev.memwarden.auth.limit.Limiter;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.auth.token.RefreshTokens;
import dev.memwarden.auth.token.TokenJudges;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// The handshake without any wire or database.
class HandshakeTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SettableClock clock = new SettableClock();
  private final MemoryKeys store = new MemoryKeys();
  private final MasterKeyRing ring = MasterKeyRing.generate(RANDOM);
  private final KeyAuthenticator keys = new KeyAuthenticator(store, ConfiguredKeys.NONE, clock);
  private final ClientKeys clients = new ClientKeys(keys, keys);
  private final MemoryFamilies families = new MemoryFamilies();
  private final SigningKeys signing =
      new SigningKeys(
          new MemorySigningKeys(), new Sealing(ring, RANDOM, "signing-key"), RANDOM, clock);
  private final AtomicReference<Optional<String>> issuer =
      new AtomicReference<>(Optional.of("https://memory.test"));
  private final WorkingTokenJudge judge =
      new WorkingTokenJudge(signing, issuer::get, families, store, clients);
  private final TokenJudges judges =
      new TokenJudges(
          Optional.empty(), Optional.of(new TokenJudges.Own(issuer::get, judge)), Map.of(), clock);
  private final AuthorityListener listener = AuthorityListener.all(List.of(keys, judges));
  private final KeyService service =
      new KeyService(store, ConfiguredKeys.NONE, listener, RANDOM, clock);
  private final List<Family> alarms = new ArrayList<>();
  private final RefreshTokens refreshTokens = new RefreshTokens(ring);
  private final Handshake handshake =
      new Handshake(
          families,
          clients,
          refreshTokens,
          signing,
          issuer::get,
          listener,
          alarms::add,
          RANDOM,
          clock);
  private final IssuedTokens issued =
      new IssuedTokens(families, clients, refreshTokens, judge, listener, clock);
  private final FamilyService admin = new FamilyService(families, clients, listener, clock);
  private final Minting.Minted key = mint(Callers.ALICE);

  private Allow root() {
    return Callers.allow(Callers.identity("admin:root"), Action.KEYS_MANAGE, clock);
  }

  private Minting.Minted mint(Principal owner) {
    NewKey wish = new NewKey(owner, Optional.empty(), Optional.empty(), Callers.UNLIMITED);
    return (Minting.Minted) service.mint(root(), wish);
  }

  @Test
  void a_key_whose_requests_must_be_signed_is_traded_for_nothing() {
    Ceiling signed =
        new Ceiling(
            Action.ALL,
            Box.EVERYWHERE,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Signer.parse("ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs")));
    NewKey wish = new NewKey(Callers.ALICE, Optional.empty(), Optional.empty(), signed);
    Minting.Minted minted = (Minting.Minted) service.mint(root(), wish);

    assertThat(
            handshake.open(
                minted.text(), Optional.empty(), Optional.empty(), Callers.HOME, Limiter.NONE))
        .isEqualTo(new Denied(Refusal.UNSIGNED));
    assertThat(issued.client(minted.key().id(), minted.text(), Callers.HOME))
        .isEqualTo(new Refused(Refusal.UNSIGNED));
    assertThat(
            clients.of(
                new Family(
                    "f",
                    minted.key().id(),
                    Callers.ALICE,
                    Action.ALL,
                    Box.EVERYWHERE,
                    clock.instant(),
                    clock.instant().plusSeconds(60),
                    Optional.empty())))
        .isEqualTo(new Refused(Refusal.UNSIGNED));
  }

  private Grant open() {
    return open(key);
  }

  private Grant open(Minting.Minted with) {
    return granted(
        handshake.open(
            with.text(), Optional.empty(), Optional.empty(), Callers.HOME, Limiter.NONE));
  }

  private Outcome refresh(Secret token) {
    return handshake.refresh(token, Optional.empty(), Optional.empty(), Callers.HOME, Limiter.NONE);
  }

  private static Grant granted(Outcome outcome) {
    return ((Granted) outcome).grant();
  }

  /// Whom the token proves, or why it proves nobody.
  private String present(Secret token) {
    return switch (judges.authenticate(new Credential.Bearer(token), Callers.HOME)) {
      case Authenticated(Identity who) -> who.principal().toString();
      case Refused(Refusal why) -> why.name();
    };
  }

  private static Refusal why(Outcome outcome) {
    return ((Denied) outcome).why();
  }

  @Test
  void a_working_token_proves_whom_its_key_proves() {
    Grant grant = open();

    assertThat(present(grant.access())).isEqualTo("user:alice");
    assertThat(present(grant.access())).as("remembered").isEqualTo("user:alice");
    assertThat(grant.accessLasts()).isEqualTo(Duration.ofMinutes(5));
    assertThat(grant.refreshLasts()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void only_a_good_key_of_the_client_that_is_named_opens_a_family() {
    Optional<String> other = Optional.of("another");

    assertThat(
            why(
                handshake.open(
                    Secret.of("sk-x"),
                    Optional.empty(),
                    Optional.empty(),
                    Callers.HOME,
                    Limiter.NONE)))
        .isEqualTo(Refusal.UNKNOWN_KEY);
    assertThat(why(handshake.open(key.text(), other, Optional.empty(), Callers.HOME, Limiter.NONE)))
        .isEqualTo(Refusal.UNKNOWN_KEY);
    assertThat(issued.client(key.key().id(), key.text(), Callers.HOME))
        .isInstanceOf(Authenticated.class);
    assertThat(issued.client("another", key.text(), Callers.HOME)).isInstanceOf(Refused.class);
    assertThat(issued.client(key.key().id(), Secret.of("x"), Callers.HOME))
        .isInstanceOf(Refused.class);
  }

  @Test
  void a_refresh_token_serves_the_client_that_is_named_only() {
    Secret token = open().refresh();

    assertThat(
            why(
                handshake.refresh(
                    token, Optional.of("another"), Optional.empty(), Callers.HOME, Limiter.NONE)))
        .isEqualTo(Refusal.UNKNOWN_KEY);
    assertThat(
            handshake.refresh(
                token, Optional.of(key.key().id()), Optional.empty(), Callers.HOME, Limiter.NONE))
        .isInstanceOf(Granted.class);
  }

  @Test
  void what_is_no_refresh_token_is_none() {
    Grant grant = open();

    assertThat(why(refresh(grant.access()))).isEqualTo(Refusal.BAD_SIGNATURE);
    assertThat(why(refresh(Secret.of("x")))).isEqualTo(Refusal.BAD_SIGNATURE);
    RefreshTokens foreign = new RefreshTokens(MasterKeyRing.generate(RANDOM));
    RefreshToken token =
        new RefreshToken(
            "5f3c9a0b7d1e2f4a6b8c0d1e",
            1,
            key.key().id(),
            foreign.masterKey(),
            clock.instant(),
            clock.instant().plusSeconds(60));
    assertThat(why(refresh(foreign.write(token)))).isEqualTo(Refusal.BAD_SIGNATURE);
    assertThatThrownBy(() -> refreshTokens.write(token))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void nobody_gets_more_than_there_is() {
    Optional<Set<Action>> chat = Optional.of(Set.of(Action.CHAT));
    Grant narrow =
        granted(handshake.open(key.text(), Optional.empty(), chat, Callers.HOME, Limiter.NONE));

    assertThat(narrow.token().scope()).isEqualTo("chat");
    assertThat(
            handshake.refresh(
                narrow.refresh(),
                Optional.empty(),
                Optional.of(Set.of(Action.CHAT, Action.MEMORY_READ)),
                Callers.HOME,
                Limiter.NONE))
        .isInstanceOf(Outcome.ScopeExceeded.class);
    assertThat(
            why(
                handshake.open(
                    key.text(),
                    Optional.empty(),
                    Optional.of(Set.of()),
                    Callers.HOME,
                    Limiter.NONE)))
        .isEqualTo(Refusal.ACTION_NOT_ALLOWED);
  }

  @Test
  void the_end_of_a_key_is_the_end_of_its_tokens() {
    Grant grant = open();
    assertThat(present(grant.access())).isEqualTo("user:alice");
    service.revoke(root(), key.key().id(), "test");

    assertThat(present(grant.access())).isEqualTo("REVOKED");
    assertThat(why(refresh(grant.refresh()))).isEqualTo(Refusal.REVOKED);
    assertThat(listed()).isEmpty();
  }

  @Test
  void nothing_is_listed_beyond_a_login_that_is_not_in_reach() {
    String alices = open().token().id().family();
    Allow bob = Callers.allow(Callers.identity("user:bob"), Action.KEYS_MANAGE, clock);

    assertThat(admin.list(bob, Slice.<String>first(5).beyond(alices))).isEmpty();
    assertThat(admin.list(root(), Slice.<String>first(5).beyond("unknown"))).isEmpty();
    assertThat(admin.list(root(), Slice.<String>first(5).beyond(alices)))
        .contains(new Page<>(List.of(), false));
  }

  private List<Family> listed() {
    return Lists.of(slice -> admin.list(root(), slice), Family::id);
  }

  @Test
  void nobody_disabled_is_proved_or_refreshed() {
    Grant grant = open();
    store.put(new User(Callers.ALICE, User.Status.DISABLED, clock.instant(), clock.instant()));
    listener.invalidateAll();

    assertThat(present(grant.access())).isEqualTo("DISABLED_PRINCIPAL");
    assertThat(why(refresh(grant.refresh()))).isEqualTo(Refusal.DISABLED_PRINCIPAL);
  }

  @Test
  void admins_end_one_family_all_of_somebody_or_all() {
    Grant one = open();
    Grant two = open();
    Grant bobs = open(mint(Callers.BOB));
    assertThat(listed()).hasSize(3);

    assertThat(admin.end(root(), one.token().id().family(), "test")).isPresent();
    assertThat(present(one.access())).isEqualTo("REVOKED");
    assertThat(admin.endAllOf(root(), Callers.ALICE)).isTrue();
    assertThat(present(two.access())).isEqualTo("REVOKED");
    assertThat(present(bobs.access())).isEqualTo("user:bob");
    admin.endAll(root());
    assertThat(present(bobs.access())).isEqualTo("REVOKED");
    assertThat(why(refresh(bobs.refresh()))).isEqualTo(Refusal.REVOKED);
  }

  @Test
  void a_late_copy_ends_what_was_remembered_too() {
    Grant first = open();
    Grant second = granted(refresh(first.refresh()));
    assertThat(present(second.access())).isEqualTo("user:alice");
    clock.advance(Duration.ofSeconds(30));

    assertThat(why(refresh(first.refresh()))).isEqualTo(Refusal.REPLAYED);

    assertThat(alarms).extracting(Family::id).containsExactly(first.token().id().family());
    assertThat(present(second.access())).isEqualTo("REVOKED");
  }

  @Test
  void a_forgotten_family_is_dead() {
    Grant grant = open();
    admin.forget(clock.instant().plus(Duration.ofDays(31)));

    assertThat(present(grant.access())).isEqualTo("REVOKED");
    assertThat(why(refresh(grant.refresh()))).isEqualTo(Refusal.REVOKED);
    assertThat(issued.logOut(grant.refresh())).isFalse();
  }

  @Test
  void tokens_are_of_the_name_that_the_server_has_now() {
    Grant grant = open();
    issuer.set(Optional.of("https://other.test"));
    assertThat(present(grant.access())).isEqualTo("UNKNOWN_ISSUER");

    issuer.set(Optional.empty());
    assertThat(present(grant.access())).isEqualTo("UNKNOWN_ISSUER");
    assertThatThrownBy(this::open).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> issued.logOut(grant.access()))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void either_token_logs_out() {
    Grant one = open();
    Grant two = open();

    assertThat(issued.logOut(one.refresh())).isTrue();
    assertThat(issued.logOut(two.access())).isTrue();
    assertThat(issued.logOut(Secret.of("x"))).isFalse();
    assertThat(issued.logOut(two.access())).as("ended before").isFalse();
    assertThat(present(one.access()) + present(two.access())).isEqualTo("REVOKEDREVOKED");
  }

  @Test
  void clients_end_tokens_of_their_own() {
    Grant grant = open();
    issued.revoke("another", grant.refresh());
    issued.revoke("another", grant.access());
    issued.revoke(key.key().id(), Secret.of("x"));
    assertThat(families.endedTokens).isEmpty();
    assertThat(present(grant.access())).isEqualTo("user:alice");

    issued.revoke(key.key().id(), grant.access());
    assertThat(families.endedTokens).containsExactly(grant.token().id());
    issued.revoke(key.key().id(), grant.refresh());
    assertThat(present(grant.access())).isEqualTo("REVOKED");
  }

  @Test
  void only_those_who_may_know_learn_what_a_token_says() {
    Grant grant = open();

    for (String caller : new String[] {"user:alice", "service:ingest", "admin:root"}) {
      assertThat(issued.inspect(Callers.identity(caller), grant.access()).orElseThrow().isWorking())
          .isTrue();
      assertThat(issued.inspect(Callers.identity(caller), grant.refresh()).orElseThrow().subject())
          .isEqualTo("alice");
    }
    for (String caller :
        new String[] {"user:bob", "user:alice@other", "service:ingest@other", "admin:root@other"}) {
      assertThat(issued.inspect(Callers.identity(caller), grant.access())).isEmpty();
      assertThat(issued.inspect(Callers.identity(caller), grant.refresh())).isEmpty();
    }
    Grant services = open(mint(Callers.INGEST));
    assertThat(issued.inspect(Callers.identity("service:ingest"), services.access())).isPresent();
    assertThat(issued.inspect(Callers.identity("service:other"), services.access())).isEmpty();
  }

  @Test
  void what_does_not_work_says_nothing() {
    Grant grant = open();
    Identity root = Callers.identity("admin:root");
    Grant next = granted(refresh(grant.refresh()));
    assertThat(issued.inspect(root, grant.refresh())).as("used").isEmpty();
    assertThat(issued.inspect(root, next.refresh())).isPresent();

    clock.advance(Duration.ofMinutes(5));
    assertThat(issued.inspect(root, next.access())).as("expired").isEmpty();
    service.revoke(root(), key.key().id(), "test");
    assertThat(issued.inspect(root, next.refresh())).as("its key is revoked").isEmpty();
    assertThat(issued.inspect(root, Secret.of("x"))).isEmpty();
  }

  @Test
  void standing_is_judged_again_for_work_that_goes_on() {
    Grant grant = open();
    Identity proved =
        ((Authenticated) judges.authenticate(new Credential.Bearer(grant.access()), Callers.HOME))
            .identity();
    assertThat(judges.of(proved)).isInstanceOf(Authenticated.class);

    issued.logOut(grant.refresh());
    assertThat(judges.of(proved)).isEqualTo(new Refused(Refusal.REVOKED));
  }
}
