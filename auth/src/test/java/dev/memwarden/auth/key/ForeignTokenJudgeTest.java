package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.slow.SlowHash;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tokens that another system keeps.
class ForeignTokenJudgeTest {
  private static final Secret TOKEN = Secret.of("token");
  private static final Secret OTHER = Secret.of("other");
  private static final SlowHash HASH = MemoryTokens.OF_TOKEN;
  private static final String ID = ForeignTokenJudge.id(HASH);
  private static final Principal SERVICE =
      new Principal(Principal.Kind.SERVICE, Principal.DEFAULT_TENANT, "default");

  private final KeyFixture fixture = new KeyFixture();
  private final MemoryTokens tokens = new MemoryTokens();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // wraps around soon
  private final KeyProver prover =
      new KeyProver(fixture.ring, KeyProver.Making.SHA_256, fixture.random);
  private final ForeignTokenJudge judge = judge(prover);
  private final KeyService keys =
      new KeyService(
          fixture.store,
          fixture.configured,
          Optional.of(judge),
          judge,
          prover,
          fixture.random,
          fixture.clock);

  private ForeignTokenJudge judge(KeyProver by) {
    return new ForeignTokenJudge(
        new KeyAuthenticator(fixture.store, fixture.configured, by, fixture.clock),
        tokens,
        new ForeignTokenJudge.Rules(SERVICE, new TextShape("", 5)),
        fixture.store,
        by,
        fixture.clock,
        nanos::get);
  }

  @AfterEach
  void close() {
    prover.close();
  }

  private String present(Secret text) {
    return present(judge, text, Callers.HOME);
  }

  private static String present(ForeignTokenJudge judge, Secret text, InetAddress from) {
    return KeyFixture.said(judge.authenticate(new Credential.ApiKey(text), from));
  }

  private String presentCached(Secret text) {
    Optional<Authentication> answer = judge.ifCached(new Credential.ApiKey(text), Callers.HOME);
    return answer.map(KeyFixture::said).orElse("ask");
  }

  private Identity proved() {
    return ((Authenticated) judge.authenticate(new Credential.ApiKey(TOKEN), Callers.HOME))
        .identity();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    fixture.clock.advance(time);
  }

  private void passBound() {
    pass(ForeignTokenJudge.BOUND);
  }

  @Test
  void a_token_that_is_there_works_as_its_owner_and_for_memory_alone() {
    tokens.put(HASH, Optional.of(SettableClock.NOON.plusSeconds(60)));

    Identity who = proved();

    assertThat(who.principal()).isEqualTo(SERVICE);
    assertThat(who.ceiling().actions()).isEqualTo(Action.MEMORY_AND_CHAT);
    assertThat(who.ceiling().expiresAt()).contains(SettableClock.NOON.plusSeconds(60));
    assertThat(who.credential().id()).isEqualTo(ID).startsWith("ams").hasSize(19);
    assertThat(present(OTHER)).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void what_was_answered_counts_for_a_second_and_no_longer() {
    tokens.put(HASH, Optional.empty());
    assertThat(presentCached(TOKEN)).isEqualTo("ask");
    assertThat(present(TOKEN)).isEqualTo("default");
    tokens.asked.clear();

    pass(ForeignTokenJudge.BOUND.minusNanos(1));
    assertThat(presentCached(TOKEN)).isEqualTo("default");
    assertThat(present(TOKEN)).isEqualTo("default");
    assertThat(tokens.asked).isEmpty();
    pass(Duration.ofNanos(1));
    assertThat(presentCached(TOKEN)).isEqualTo("ask");
    assertThat(present(TOKEN)).isEqualTo("default");
    assertThat(tokens.asked).containsExactly("one");
  }

  @Test
  void a_token_that_was_removed_there_is_refused_within_the_bound() {
    tokens.put(HASH, Optional.empty());
    Identity who = proved();
    tokens.remove(HASH);

    passBound();
    assertThat(KeyFixture.said(judge.of(who))).isEqualTo("UNKNOWN_KEY");
    assertThat(presentCached(TOKEN)).isEqualTo("ask");
    assertThat(present(TOKEN)).isEqualTo("UNKNOWN_KEY");
    tokens.put(HASH, Optional.empty());
    passBound();
    assertThat(present(TOKEN)).isEqualTo("default");
  }

  @Test
  void a_token_ends_at_this_very_instant_remembered_or_not() {
    tokens.put(HASH, Optional.of(SettableClock.NOON.plusMillis(500)));
    assertThat(present(TOKEN)).isEqualTo("default");

    pass(Duration.ofMillis(499));
    assertThat(presentCached(TOKEN)).isEqualTo("default");
    pass(Duration.ofMillis(1));
    assertThat(presentCached(TOKEN)).isEqualTo("EXPIRED");
    assertThat(present(TOKEN)).isEqualTo("EXPIRED");
  }

  @Test
  void a_new_token_is_known_a_second_later_although_its_text_was_refused_before() {
    assertThat(present(TOKEN)).isEqualTo("UNKNOWN_KEY");
    tokens.put(HASH, Optional.empty());

    passBound();
    assertThat(present(TOKEN)).isEqualTo("default");
  }

  /// Attack 7.1: what cannot be known is neither yes nor no, and concerns these texts alone.
  @Test
  void while_the_other_system_is_away_no_token_is_judged_and_every_key_is() {
    tokens.put(HASH, Optional.empty());
    assertThat(present(TOKEN)).isEqualTo("default");
    Secret own = fixture.mint(Callers.BOB).text();
    tokens.goDown(true);

    assertThat(present(TOKEN)).as("within the bound").isEqualTo("default");
    passBound();
    for (Secret text : List.of(TOKEN, OTHER)) {
      assertThat(presentCached(text)).isEqualTo("ask");
      assertThatThrownBy(() -> present(text)).isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(present(own)).isEqualTo("bob");
    assertThat(present(Secret.of(KeyFixture.CONFIGURED_TEXT))).isEqualTo("alice");
    assertThat(present(Secret.of("not of that length"))).isEqualTo("UNKNOWN_KEY");
    tokens.goDown(false);
    assertThat(present(TOKEN)).isEqualTo("default");
  }

  @Test
  void strange_texts_make_nobody_ask_more_than_once_a_second() {
    for (int i = 10_000; i < 10_500; i++) {
      assertThat(present(Secret.of("" + i))).isEqualTo("UNKNOWN_KEY");
    }

    assertThat(tokens.asked).containsExactly("all");
  }

  @Test
  void a_text_is_tried_against_a_hash_once_and_few_texts_of_one_network_are() {
    tokens.put(HASH, Optional.empty());
    InetAddress elsewhere = InetAddress.ofLiteral("203.0.113.9");
    for (int i = 0; i < 50; i++) {
      assertThat(present(judge, OTHER, elsewhere)).isEqualTo("UNKNOWN_KEY");
    }

    for (int i = 1; i < Trials.PER_MINUTE; i++) {
      assertThat(present(judge, Secret.of("other" + i), elsewhere))
          .as("no such token: of another length")
          .isEqualTo("UNKNOWN_KEY");
      assertThat(present(judge, Secret.of("othe" + i), elsewhere)).isEqualTo("UNKNOWN_KEY");
    }
    assertThatThrownBy(() -> present(judge, Secret.of("othe0"), elsewhere))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(present(TOKEN)).as("of another network").isEqualTo("default");
  }

  @Test
  void another_server_of_the_same_master_key_need_not_try() {
    tokens.put(HASH, Optional.empty());
    assertThat(present(TOKEN)).isEqualTo("default");
    assertThat(tokens.notes).containsKey(HASH);
    ForeignTokenJudge other = judge(prover);
    InetAddress elsewhere = InetAddress.ofLiteral("203.0.113.9");

    for (int i = 0; i < 100; i++) {
      assertThat(present(other, Secret.of("othe" + (i % 10)), elsewhere))
          .as("all hashes are known by their tags")
          .isEqualTo("UNKNOWN_KEY");
    }
    assertThat(present(other, TOKEN, elsewhere)).isEqualTo("default");
  }

  /// Whoever may write there must not be able to say what a text is.
  @Test
  void a_note_proves_nothing() {
    tokens.put(HASH, Optional.empty());
    tokens.notes.put(HASH, prover.tag(OTHER));

    assertThat(present(OTHER)).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void a_note_of_another_master_key_says_nothing_and_one_that_cannot_be_made_is_done_without() {
    KeyProver stranger =
        new KeyProver(
            MasterKeyRing.generate(fixture.random), KeyProver.Making.SHA_256, fixture.random);
    tokens.put(HASH, Optional.empty());
    tokens.notes.put(HASH, stranger.tag(OTHER));
    tokens.forbidWriting();

    assertThat(present(TOKEN)).isEqualTo("default");
    passBound();
    assertThat(present(TOKEN)).isEqualTo("default");
    stranger.close();
  }

  @Test
  void a_token_that_is_revoked_here_is_refused_at_once_and_stays_so() {
    tokens.put(HASH, Optional.empty());
    assertThat(present(TOKEN)).isEqualTo("default");

    assertThat(keys.revoke(fixture.root, ID, "lost")).isPresent();

    assertThat(presentCached(TOKEN)).isEqualTo("ask");
    assertThat(present(TOKEN)).isEqualTo("REVOKED");
    passBound();
    assertThat(present(TOKEN)).isEqualTo("REVOKED");
    assertThat(present(judge(prover), TOKEN, Callers.HOME)).isEqualTo("REVOKED");
  }

  /// Attack 3.8: what was read before the revocation must lose.
  @Test
  void a_token_that_is_revoked_while_the_other_system_is_asked_is_refused() {
    tokens.put(HASH, Optional.empty());
    assertThat(present(TOKEN)).isEqualTo("default");
    passBound();
    tokens.afterFirstFind(() -> assertThat(keys.revoke(fixture.root, ID, "lost")).isPresent());

    assertThat(present(TOKEN)).isEqualTo("REVOKED");
  }

  @Test
  void tokens_of_a_disabled_owner_are_refused_at_once() {
    tokens.put(HASH, Optional.empty());
    Identity who = proved();
    fixture.store.put(
        new User(SERVICE, User.Status.DISABLED, SettableClock.NOON, SettableClock.NOON));
    judge.invalidateAll();

    assertThat(present(TOKEN)).isEqualTo("DISABLED_PRINCIPAL");
    assertThat(KeyFixture.said(judge.of(who))).isEqualTo("DISABLED_PRINCIPAL");
  }

  /// Otherwise an imported token that was revoked before its text was seen would come back.
  @Test
  void an_imported_token_is_the_key_that_it_became() {
    tokens.put(HASH, Optional.empty());
    fixture.store.put(
        new KeyRecord(
            "id0",
            Callers.ALICE,
            Optional.empty(),
            Optional.empty(),
            Callers.UNLIMITED,
            new SlowProof(HASH, Optional.empty(), Optional.of(new TextShape("", 5))),
            SettableClock.NOON,
            Optional.of(new KeyRecord.Revocation(SettableClock.NOON, "lost")),
            Optional.empty(),
            Optional.empty()));

    assertThat(present(TOKEN)).isEqualTo("UNKNOWN_KEY");
    assertThat(Lists.of(keys, fixture.root)).extracting(KeyRecord::id).doesNotContain(ID);
  }

  @Test
  void tokens_are_listed_and_shown_with_the_keys_and_replaced_where_they_are_made() {
    tokens.put(HASH, Optional.empty());

    assertThat(Lists.of(keys, fixture.root)).extracting(KeyRecord::id).contains(ID);
    assertThat(keys.listOf(fixture.root, SERVICE)).extracting(KeyRecord::id).containsExactly(ID);
    assertThat(keys.listOf(fixture.root, Callers.ALICE))
        .extracting(KeyRecord::id)
        .doesNotContain(ID);
    KeyRecord shown = keys.show(fixture.root, ID).orElseThrow();
    assertThat(shown.description()).contains("CI");
    assertThat(shown.hash().shown()).isEqualTo(HASH.shown());
    assertThat(keys.rotate(fixture.root, ID, KeyService.DEFAULT_GRACE))
        .isEqualTo(new Rotation.NotRotated(Rotation.Reason.CONFIGURED));
    assertThat(keys.show(fixture.root, "ams0000000000000000")).isEmpty();
  }

  @Test
  void the_other_system_is_asked_for_a_page_that_its_tokens_may_be_on_and_for_no_other() {
    String first = fixture.mint(Callers.BOB).key().id();
    String second = fixture.mint(Callers.BOB).key().id();
    tokens.put(HASH, Optional.empty());
    tokens.goDown(true);

    Page<KeyRecord> page = keys.list(fixture.root, Slice.first(1), _ -> true).orElseThrow();
    assertThat(page.items()).extracting(KeyRecord::id).containsExactly(first);
    assertThat(page.more()).isTrue();
    Slice<String> rest = Slice.<String>first(1).beyond(first);
    assertThatThrownBy(() -> keys.list(fixture.root, rest, _ -> true))
        .isInstanceOf(StoreUnavailableException.class);

    tokens.goDown(false);
    page = keys.list(fixture.root, rest, _ -> true).orElseThrow();
    assertThat(page.items()).extracting(KeyRecord::id).containsExactly(second);
    assertThat(page.more()).isTrue();
  }

  @Test
  void a_list_goes_on_beyond_a_token_that_has_gone_meanwhile() {
    tokens.put(HASH, Optional.empty());

    assertThat(idsBeyond("ams" + "0".repeat(16))).contains(ID);
    assertThat(idsBeyond(ID)).doesNotContain(ID);
    assertThat(idsBeyond("ams" + "z".repeat(16))).doesNotContain(ID);
  }

  private List<String> idsBeyond(String token) {
    return keys
        .list(fixture.root, Slice.<String>first(9).beyond(token), _ -> true)
        .orElseThrow()
        .items()
        .stream()
        .map(KeyRecord::id)
        .toList();
  }

  @Test
  void keys_are_judged_and_stand_as_without_it() {
    Minting.Minted own = fixture.mint(Callers.BOB);

    assertThat(present(own.text())).isEqualTo("bob");
    assertThat(presentCached(own.text())).isEqualTo("bob");
    Identity who =
        ((Authenticated) judge.authenticate(new Credential.ApiKey(own.text()), Callers.HOME))
            .identity();
    assertThat(KeyFixture.said(judge.of(who))).isEqualTo("bob");
    assertThat(tokens.asked).isEmpty();
  }
}
