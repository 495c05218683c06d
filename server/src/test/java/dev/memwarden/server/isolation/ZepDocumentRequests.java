package dev.memwarden.server.isolation;

import dev.memwarden.server.isolation.Hostile.Request;
import dev.memwarden.server.isolation.Snapshot.Kept;
import dev.memwarden.server.isolation.Snapshot.Row;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Makes requests about Zep's collections and documents. A path names a collection and a uuid, and
/// leaves it to the credential whose they are.
final class ZepDocumentRequests {
  private static final String ROOT = "/api/v1/collection";

  /// Some are labels, which keys and policies can name.
  private static final List<String> NAMES = List.of("archive", "work", "Work", "docs");

  private static final List<String> HOSTILE = List.of("*", "%25", "a_chive", "%D0%B0rchive", "s1");

  private final Random random;
  private int canaries;

  ZepDocumentRequests(Random random) {
    this.random = random;
  }

  /// Any request by `who`.
  ///
  /// @param rows all that is stored, for uuids that exist
  /// @param kept collections that exist
  Request next(Who who, Collection<Row> rows, Collection<Kept> kept) {
    List<String> own = names(who, kept);
    String collection = ROOT + "/" + name(own);
    boolean first =
        rows.stream()
            .filter(row -> row.kind().equals("document"))
            .noneMatch(row -> isOf(who, row.place()));
    if (random.nextInt(first ? 4 : 2) != 0) {
      // Something to ask for, and then to be asked for.
      return !first
          ? documents(who, rows)
          : own.isEmpty()
              ? Request.of("POST", ROOT + "/" + Ids.any(random, NAMES), newCollection())
              : Request.of("POST", collection + "/document", newDocuments(who));
    }
    return switch (random.nextInt(14)) {
      case 0 -> Request.of("POST", ROOT + "/" + Ids.any(random, NAMES), newCollection());
      case 1 -> Request.of("GET", collection, "");
      case 2 -> Request.of("GET", ROOT + Ids.any(random, List.of("", "?limit=1&cursor=1")), "");
      case 3, 4 -> Request.of("PATCH", collection, "{\"description\":\"" + canary() + "\"}");
      case 5 -> Request.of("DELETE", collection, "");
      case 6 -> Request.of("POST", collection + "/index/create?force=true", "");
      case 7, 8 -> Request.of("POST", collection + "/document", newDocuments(who));
      case 9, 10 -> Request.of("POST", collection + "/search?limit=100", search(who));
      default -> documents(who, rows);
    };
  }

  private static List<String> names(Who who, Collection<Kept> kept) {
    return kept.stream()
        .filter(entity -> entity.kind().equals("collection"))
        .filter(entity -> isOf(who, entity.place()))
        .map(Kept::id)
        .toList();
  }

  private static boolean isOf(Who who, List<String> place) {
    return place.get(0).equals(who.tenant()) && place.get(1).equals(who.id());
  }

  // Mostly that of one of its own.
  private String name(List<String> own) {
    if (own.isEmpty() || random.nextInt(4) == 0) {
      return Ids.any(random, random.nextInt(4) == 0 ? HOSTILE : NAMES);
    }
    return Ids.any(random, own);
  }

  private String newCollection() {
    return "{\"name\":\"archive\",\"description\":\""
        + canary()
        + "\",\"embedding_dimensions\":8,\"is_auto_embedded\":"
        + (random.nextInt(4) != 0)
        + "}";
  }

  private String newDocuments(Who who) {
    String id = random.nextInt(3) == 0 ? ",\"document_id\":\"d" + random.nextInt(40) + "\"" : "";
    String vector = random.nextInt(4) == 0 ? ",\"embedding\":[1,2,3,4,5,6,7,8]" : "";
    return "[{\"content\":\"" + canary() + "\"" + id + vector + "," + metadata(who) + "}]";
  }

  private String search(Who who) {
    String wanted =
        random.nextInt(4) == 0
            ? "\"embedding\":[8,7,6,5,4,3,2,1]"
            : "\"text\":\"what do you know\"";
    String filter =
        switch (random.nextInt(4)) {
          case 0 -> ",\"metadata\":{\"where\":{\"jsonpath\":\"$.*\"}}";
          case 1 -> ",\"metadata\":{\"where\":{\"or\":[{\"jsonpath\":\"$\"},{}]}}";
          case 2 -> ",\"metadata\":{\"user_id\":" + Ids.json(random, who.id()) + "}";
          default -> "";
        };
    return "{" + wanted + filter + (random.nextBoolean() ? ",\"search_type\":\"mmr\"" : "") + "}";
  }

  private Request documents(Who who, Collection<Row> rows) {
    boolean own = random.nextInt(4) != 0;
    Optional<Row> row =
        rows.stream()
            .filter(one -> one.kind().equals("document"))
            .filter(one -> !own || isOf(who, one.place()))
            .skip(own ? 0 : random.nextInt(8))
            .findFirst();
    String collection =
        ROOT + "/" + row.map(one -> one.place().get(4)).orElseGet(() -> Ids.any(random, NAMES));
    String uuid = row.map(Row::id).orElse("00000000-0000-4000-8000-000000000007");
    String one = collection + Ids.any(random, List.of("/document/", "/document/uuid/")) + uuid;
    String list = collection + "/document/list";
    return switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> about("GET", one, "", uuid);
      case 4, 5 -> about("PATCH", one, "{" + metadata(who) + "}", uuid);
      case 6, 7, 8 -> about("DELETE", collection + "/document/uuid/" + uuid, "", uuid);
      case 9 -> about("POST", list + "/get", "{\"uuids\":[\"" + uuid + "\"]}", uuid);
      case 10 ->
          Request.of("POST", list + "/get", "{\"document_ids\":[\"d1\",\"d2\",\"d3\",\"d4\"]}");
      case 11 ->
          about(
              "PATCH",
              list + "/update",
              "[{\"uuid\":\"" + uuid + "\"," + metadata(who) + "}]",
              uuid);
      default -> about("POST", list + "/delete", "[\"" + uuid + "\"]", uuid);
    };
  }

  private static Request about(String method, String target, String body, String uuid) {
    return new Request(method, target, body, Optional.empty(), Optional.of(uuid));
  }

  private String metadata(Who who) {
    return "\"metadata\":{\"note\":\""
        + canary()
        + "\",\"user_id\":"
        + Ids.quote(random, who.id())
        + ",\"tenant\":\"acme\"}";
  }

  private String canary() {
    return "canary" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "x" + canaries++;
  }
}
