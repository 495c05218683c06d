package dev.memwarden.auth.key;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Keys and users in maps, as the ports demand. Counts its readings and can be made to fail.
public final class MemoryKeys implements KeyStore {
  private final Map<String, KeyRecord> keys = new LinkedHashMap<>();
  private final Map<Principal, User> users = new HashMap<>();
  private final Map<String, KeyRecord.Revocation> graves = new HashMap<>();
  public final List<String> asked = new ArrayList<>();
  final List<Use> touched = new ArrayList<>();
  private final AtomicReference<Runnable> afterFind = new AtomicReference<>(() -> {});
  private final AtomicReference<Runnable> beforeRotate = new AtomicReference<>(() -> {});
  private boolean down;
  private boolean failsAfterRevoke;

  /// Holds the next answer of [#find] or [#grave] back while `pause` runs; what was read stays as
  /// it was.
  public void afterFirstFind(Runnable pause) {
    afterFind.set(pause);
  }

  /// Runs `other` when the next rotation has begun and changed nothing yet.
  void beforeRotate(Runnable other) {
    beforeRotate.set(other);
  }

  /// The next revocation is done, but the answer is lost.
  void failAfterRevoke() {
    failsAfterRevoke = true;
  }

  public void goDown() {
    down = true;
  }

  synchronized void put(KeyRecord key) {
    keys.put(key.id(), key);
  }

  public synchronized void put(User user) {
    users.put(user.principal(), user);
  }

  @Override
  public Optional<Owned> find(String id) {
    Optional<Owned> found = read(id);
    afterFind.getAndSet(() -> {}).run();
    return found;
  }

  private synchronized Optional<Owned> read(String id) {
    answer();
    asked.add(id);
    return Optional.ofNullable(keys.get(id))
        .map(key -> new Owned(key, Optional.ofNullable(users.get(key.principal()))));
  }

  @Override
  public Optional<Owned> findTagged(List<Tag> tags) {
    Optional<Owned> found = readTagged(tags);
    afterFind.getAndSet(() -> {}).run();
    return found;
  }

  private synchronized Optional<Owned> readTagged(List<Tag> tags) {
    answer();
    asked.add("tagged");
    return keys.values().stream()
        .filter(key -> key.hash().tag().filter(tags::contains).isPresent())
        .findFirst()
        .map(key -> new Owned(key, Optional.ofNullable(users.get(key.principal()))));
  }

  @Override
  public synchronized List<KeyRecord> untagged() {
    answer();
    asked.add("untagged");
    return keys.values().stream()
        .filter(key ->
            key.hash() instanceof SlowProof slow
                && slow.shape().isPresent()
                && slow.tag().isEmpty()
                && key.revocation().isEmpty())
        .toList();
  }

  @Override
  public synchronized void tag(String id, Tag tag) {
    answer();
    KeyRecord key = keys.get(id);
    if (key != null
        && key.hash() instanceof SlowProof slow
        && slow.tag().isEmpty()
        && readTagged(List.of(tag)).isEmpty()) {
      SlowProof filed = new SlowProof(slow.hash(), Optional.of(tag), slow.shape());
      keys.put(
          id,
          new KeyRecord(
              id,
              key.principal(),
              key.name(),
              key.description(),
              key.ceiling(),
              filed,
              key.createdAt(),
              key.revocation(),
              key.replacedBy(),
              key.lastUsedAt()));
    }
  }

  @Override
  public synchronized boolean isImported(KeyProof proof) {
    boolean filed = proof.tag().flatMap(tag -> readTagged(List.of(tag))).isPresent();
    boolean shaped = proof instanceof SlowProof slow && slow.shape().isPresent();
    return filed
        || (shaped
            && keys.values().stream().anyMatch(k -> k.hash().stored().equals(proof.stored())));
  }

  @Override
  public synchronized boolean insert(Allow allow, KeyRecord key) {
    answer();
    allow.require(Action.KEYS_MANAGE, key.place());
    if (isImported(key.hash())) {
      return false;
    }
    if (keys.putIfAbsent(key.id(), key) != null) {
      throw new IllegalStateException("there is a key of that id");
    }
    users.putIfAbsent(
        key.principal(),
        new User(key.principal(), User.Status.ACTIVE, key.createdAt(), key.createdAt()));
    return true;
  }

  @Override
  public synchronized boolean insertFirst(Allow allow, KeyRecord key) {
    return keys.isEmpty() && insert(allow, key);
  }

  @Override
  public synchronized Optional<KeyRecord> rotate(
      Allow allow, String id, KeyRecord successor, Instant graceEnd) {
    beforeRotate.getAndSet(() -> {}).run();
    Optional<KeyRecord> old =
        show(allow, id)
            .filter(key -> key.revocation().isEmpty() && key.replacedBy().isEmpty())
            .map(key -> key.rotated(graceEnd, successor.id()));
    old.ifPresent(this::put);
    old.ifPresent(_ -> {
      boolean _ = insert(allow, successor);
    });
    return old;
  }

  @Override
  public synchronized Optional<KeyRecord> revoke(
      Allow allow, String id, KeyRecord.Revocation revocation) {
    Optional<KeyRecord> revoked = show(allow, id).map(key -> key.revoked(revocation));
    revoked.ifPresent(this::put);
    if (failsAfterRevoke) {
      throw new StoreUnavailableException("the answer is lost");
    }
    return revoked;
  }

  @Override
  public List<KeyRecord> list(Allow allow, Slice<String> slice) {
    return Lists.slice(all(allow), slice, KeyRecord::id);
  }

  private synchronized List<KeyRecord> all(Allow allow) {
    answer();
    return keys.values().stream()
        .filter(key -> allow.reach(Action.KEYS_MANAGE).contains(key.place()))
        .toList();
  }

  @Override
  public List<KeyRecord> listOf(Allow allow, Principal principal) {
    return all(allow).stream().filter(key -> key.principal().equals(principal)).toList();
  }

  @Override
  public Optional<KeyRecord> show(Allow allow, String id) {
    return all(allow).stream().filter(key -> key.id().equals(id)).findFirst();
  }

  @Override
  public synchronized Optional<User> owner(Allow allow, Principal principal) {
    answer();
    return Optional.ofNullable(users.get(principal))
        .filter(_ -> allow.reach(Action.KEYS_MANAGE).contains(KeyRecord.place(principal)));
  }

  @Override
  public synchronized void touch(List<Use> uses) {
    touched.addAll(uses);
  }

  @Override
  public synchronized boolean isEmpty() {
    return keys.isEmpty();
  }

  @Override
  public synchronized void bury(
      Allow allow, Principal owner, String id, KeyRecord.Revocation revocation) {
    answer();
    allow.require(Action.KEYS_MANAGE, KeyRecord.place(owner));
    graves.putIfAbsent(id, revocation);
  }

  @Override
  public synchronized boolean isBuried(String id) {
    answer();
    return graves.containsKey(id);
  }

  @Override
  public synchronized Grave grave(String id, Principal owner) {
    answer();
    asked.add(id);
    Grave grave =
        new Grave(Optional.ofNullable(graves.get(id)), Optional.ofNullable(users.get(owner)));
    afterFind.getAndSet(() -> {}).run();
    return grave;
  }

  /// The same principals through their own port.
  public UserStore users() {
    return new UserStore() {
      @Override
      public List<User> list(Allow allow, Slice<Principal> slice) {
        return users.values().stream()
            .filter(user -> reaches(allow, user.principal()))
            .filter(user ->
                slice
                    .beyond()
                    .filter(last -> user.principal().toString().compareTo(last.toString()) <= 0)
                    .isEmpty())
            .sorted(Comparator.comparing(user -> user.principal().toString()))
            .limit(slice.limit())
            .toList();
      }

      @Override
      public Optional<User> find(Allow allow, Principal principal) {
        return Optional.ofNullable(users.get(principal)).filter(_ -> reaches(allow, principal));
      }

      @Override
      public Optional<User> changeStatus(
          Allow allow, Principal principal, User.Status status, Instant at) {
        answer();
        Optional<User> changed =
            Optional.ofNullable(users.get(principal))
                .filter(_ -> reaches(allow, principal))
                .map(user -> new User(principal, status, user.createdAt(), at));
        changed.ifPresent(MemoryKeys.this::put);
        return changed;
      }

      @Override
      public void ensure(Allow allow, Principal principal, Instant at) {
        allow.require(Action.USERS_MANAGE, KeyRecord.place(principal));
        users.putIfAbsent(principal, new User(principal, User.Status.ACTIVE, at, at));
      }
    };
  }

  private static boolean reaches(Allow allow, Principal principal) {
    return allow.reach(Action.USERS_MANAGE).contains(KeyRecord.place(principal));
  }

  private void answer() {
    if (down) {
      throw new StoreUnavailableException("down");
    }
  }
}
