package dev.memwarden.stores.postgres;

import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Reach;
import dev.memwarden.auth.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a change holds until its transaction ends, so that what it read first still holds when it
/// writes: two changes of the same owner come one after the other, those of different owners do not
/// wait for each other.
///
/// @param shared whether others may hold it too that also share it
record Lock(long key, boolean shared) {
  /// Changes of authority, of whatever tenant: their numbers are in one order anyway.
  static final Lock AUTHORITY = new Lock(key("authority"), false);

  /// Held by whoever writes to the audit log: there is one chain, whoever adds to it.
  static final Lock AUDIT = new Lock(key("audit"), false);

  /// Held by whoever makes or changes the schema.
  static final Lock SCHEMA = new Lock(key("schema"), false);

  /// Held by whoever makes the index of vectors.
  static final Lock VECTORS = new Lock(key("vectors"), false);

  /// More owners than this are held by holding their tenant.
  private static final int MOST = 8;

  /// Locks for a change anywhere in `reach`, in the order in which they are to be taken: always the
  /// same, so that nobody waits in a circle.
  static List<Lock> of(Reach reach) {
    String tenant = tenant(reach);
    SortedSet<Long> owners = new TreeSet<>();
    boolean all = false;
    for (Reach.Part part : reach.parts()) {
      switch (part.box().user()) {
        case Extent.Any _ -> all = true;
        case Extent.None _ -> owners.add(key("owner", tenant, ""));
        case Extent.One(String user) -> owners.add(key("owner", tenant, user));
      }
    }
    if (all || owners.size() > MOST) {
      return List.of(new Lock(key("tenant", tenant), false));
    }
    List<Lock> locks = new ArrayList<>(List.of(new Lock(key("tenant", tenant), true)));
    owners.forEach(owner -> locks.add(new Lock(owner, false)));
    return locks;
  }

  /// The tenant that all of `reach` is in; the empty text, which no tenant can be, if it is
  /// nowhere.
  ///
  /// @throws IllegalStateException if there are several; no rule leads out of a tenant
  static String tenant(Reach reach) {
    List<Extent> tenants =
        reach.parts().stream().map(Reach.Part::box).map(Box::tenant).distinct().toList();
    if (tenants.isEmpty()) {
      return "";
    }
    if (tenants.size() == 1 && tenants.getFirst() instanceof Extent.One(String tenant)) {
      return tenant;
    }
    throw new IllegalStateException("a reach is of one tenant");
  }

  // Names have no U+0000. Two that meet only wait for each other.
  private static long key(String... names) {
    byte[] text = String.join("\0", names).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(Sha256.of(text)).getLong();
  }
}
