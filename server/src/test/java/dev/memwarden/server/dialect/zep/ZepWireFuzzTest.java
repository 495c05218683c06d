package dev.memwarden.server.dialect.zep;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.server.http.OneMeaning;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in path, query and body: it is refused with reasons, or it means one thing
/// within the caller's tenant, and can be sent on as it was understood.
class ZepWireFuzzTest {

  private static final String SESSION = OneSession.PATH + "/{session_id}";
  private static final String MESSAGE = SESSION + "/messages/{message_uuid}";
  private static final String COLLECTION = OneCollection.ONE;
  private static final String USER = OneUser.PATH + "/{user_id}";

  private static final List<OneMeaning<?>> REQUESTS =
      List.of(
          OneMeaning.of(
              OneSession.PATH, new PageRequest.OnWire(OneSession.PATH), PageRequest::demands),
          OneMeaning.of(OneSession.PATH, new NewSession.OnWire(), NewSession::demands),
          OneMeaning.of(
              SESSION + "/memory", new OneSession.OnWire("/memory"), OneSession::toDelete),
          OneMeaning.of(SESSION, new SessionPatch.OnWire(), SessionPatch::demands),
          OneMeaning.of(SESSION + "/memory", new MemoryRequest.OnWire(), MemoryRequest::demands),
          OneMeaning.of(SESSION + "/memory", new NewMemory.OnWire(), NewMemory::demands),
          OneMeaning.of(
              SESSION + "/messages", new MessagesRequest.OnWire(), MessagesRequest::demands),
          OneMeaning.of(MESSAGE, new OneMessage.OnWire(), OneMessage::demands),
          OneMeaning.of(MESSAGE, new MessagePatch.OnWire(), MessagePatch::demands),
          OneMeaning.of(SESSION + "/search", new SessionSearch.OnWire(), SessionSearch::demands),
          OneMeaning.of(USER + "/sessions", new OneUser.OnWire("/sessions"), OneUser::toDelete),
          OneMeaning.of(OneUser.PATH, new UserRequest.Added(), UserRequest::toAdd),
          OneMeaning.of(USER, new UserRequest.Changed(), UserRequest::toChange),
          OneMeaning.of(COLLECTION, new OneCollection.OnWire(), OneCollection::toRead),
          OneMeaning.of(COLLECTION, new NewCollection.OnWire(), NewCollection::demands),
          OneMeaning.of(
              COLLECTION, new CollectionPatch.OnWire(), patch -> writing(patch.collection())),
          OneMeaning.of(
              COLLECTION + "/index/create",
              new IndexRequest.OnWire(),
              index -> writing(index.collection())),
          OneMeaning.of(
              COLLECTION + "/document",
              new NewDocuments.OnWire(),
              some -> writing(some.collection())),
          OneMeaning.of(
              COLLECTION + "/document/uuid/{document_uuid}",
              new DocumentUuids.OfOne("/document/uuid"),
              one -> one.collection().toRead()),
          OneMeaning.of(
              COLLECTION + "/document/list/delete",
              new DocumentUuids.OfSeveral(),
              some -> writing(some.collection())),
          OneMeaning.of(
              COLLECTION + "/document/{document_uuid}",
              new DocumentChanges.OfOne("/document"),
              change -> writing(change.collection())),
          OneMeaning.of(
              COLLECTION + "/document/list/update",
              new DocumentChanges.OfSeveral(),
              some -> writing(some.collection())),
          OneMeaning.of(
              COLLECTION + "/document/list/get",
              new DocumentList.OnWire(),
              list -> list.collection().toRead()),
          OneMeaning.of(
              COLLECTION + "/search",
              new DocumentSearch.OnWire(),
              search -> search.collection().toRead()));

  private static List<Demand> writing(OneCollection collection) {
    return collection.to(Action.MEMORY_WRITE);
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            "/-",
            "/x?limit=0\n{\"session_id\": \"/\"}",
            "/s1?limit=7&cursor=1000000\n{}",
            "/-?cursor=%2B3\n"
                + "{\"session_id\": \"s1\", \"user_id\": \"bob\", \"metadata\": {\"a\": 1}}",
            "/*?cursor=-3\n{\"session_id\": \"\"}",
            "/x?limit=\n{\"metadata\": {\"system\": {}, \"a\": {\"b\": [1]}}, \"token_count\": 3}",
            "/x?limit=0000000000000000000000007\n[]",
            "/x?limit=99999999999999999999\n{",
            "/x?limit=1&limit=01\n{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}, {}]}",
            "/0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11?lastn=4\n{\"messages\": [{\"uuid\":"
                + " \"0B8F6A1E-6c1c-4a52-9d57-3f2f7c0f9a11\", \"metadata\": {}}]}",
            "/x?cursor=+3&user_id=bob\n"
                + "{\"user_id\": \"alice\", \"email\": \"\", \"metadata\": {}}",
            "/s1\n{\"text\": \"tea\", \"search_type\": \"mmr\", \"mmr_lambda\": 0.25}",
            "/Docs1?force=T\n{\"description\": \"d\", \"embedding_dimensions\": 8,"
                + " \"is_auto_embedded\": false, \"metadata\": {\"a\": 1}}",
            "/%C4%B0?force=2\n{\"embedding_dimensions\": 2001, \"is_auto_embedded\": null}",
            "/docs?limit=3\n{\"embedding\": [0.1, -1e-60, 1, 2.5e3, 0, 7, 1e-40, 3.4028236e38]}",
            "/docs\n{\"embedding\": [1e39, 0], \"text\": \"\"}",
            "/0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11\n[{\"document_id\": \"d1\", \"content\":"
                + " \"tea\", \"embedding\": [0.5]}, {\"document_id\": \"d1\"}, {}]",
            "/0B8F6A1E-6c1c-4a52-9d57-3f2f7c0f9a11\n[{\"uuid\":"
                + " \"0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11\", \"metadata\": {\"a\": []}},"
                + " {\"uuid\": \"0B8F6A1E-6c1c-4a52-9d57-3f2f7c0f9a11\", \"document_id\": \"x\"}]",
            "/x\n[\"0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11\", 1]",
            "/x\n{\"uuids\": [\"0B8F6A1E-6c1c-4a52-9d57-3f2f7c0f9a11\"], \"document_ids\": []}",
            "/x\n{\"document_ids\": [\"a\", \"a\", \"\"]}",
            "/s%25%E6%BC%A2\n"
                + "{\"search_scope\": \"summary\", \"metadata\": {\"start_date\": \"2026-01-31\","
                + " \"end_date\": \"2026-11-22T12:00:00.5+01:00\", \"where\": {\"jsonpath\":"
                + " \"$.a\", \"and\": [{\"or\": [{\"jsonpath\": \"$ ? (@.b == 1)\"}]}, {\"and\":"
                + " []}]}}}")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_request_is_refused_or_means_one_thing(byte[] bytes) {
    REQUESTS.forEach(request -> request.check(bytes));
  }
}
