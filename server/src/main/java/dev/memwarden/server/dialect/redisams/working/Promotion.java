package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobHandler;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.NamedId;
import dev.memwarden.memory.Put;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.dialect.redisams.record.MemoryRecord;
import dev.memwarden.server.dialect.redisams.working.Sessions.Noted;
import dev.memwarden.server.fastapi.Times;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers what is in a working memory: its memories under their own ids, and what user and
/// assistant said, each message under an id that is made of where it was said and of its own. Done
/// again, it finds the same ids and adds nothing.
///
/// With a language model, what messages say is extracted besides.
public final class Promotion implements JobHandler {

  /// Of such jobs. Their subject is the session, which is in their place too.
  public static final String KIND = "promotion";

  private static final Logger LOG = LoggerFactory.getLogger(Promotion.class);

  /// What is embedded while one permission holds.
  private static final int MAX_BATCH = 32;

  private static final int MAX_BATCH_CHARACTERS = 65_536;

  private final Sessions sessions;
  private final MemoryEngine engine;
  private final boolean extracts;
  private final InstantSource clock;

  /// @param extracts whether there is a language model to do that
  public Promotion(Sessions sessions, MemoryEngine engine, boolean extracts, InstantSource clock) {
    this.sessions = sessions;
    this.engine = engine;
    this.extracts = extracts;
    this.clock = clock;
  }

  /// Writing exactly where the working memory is; an extractor may look at what is known there.
  @Override
  public List<Demand> demands(Job job) {
    Box place = Box.exactly(job.place());
    return List.of(
        new Demand(Action.MEMORY_WRITE, place), Demand.optional(Action.MEMORY_READ, place));
  }

  @Override
  public void perform(Job job, Allow allow, Supplier<Optional<Allow>> renewal) {
    Place place = job.place();
    // Who may write and not read has its messages remembered too, and is shown nothing.
    Optional<Document> document = sessions.note(allow, place, Noted.NOTHING);
    if (document.isEmpty()) {
      return;
    }
    List<MemoryRecord> memories =
        document.get().unpromotedMemories().stream().map(Known::record).toList();
    for (List<MemoryRecord> batch : batches(memories, MemoryRecord::text)) {
      if (!done(place, renewal, List.of(), batch)) {
        return;
      }
    }
    for (List<Said> batch : batches(document.get().unpromoted(), Said::content)) {
      if (!done(place, renewal, batch, List.of())) {
        return;
      }
    }
  }

  // Whether to go on: nobody took the session or the permission away.
  private boolean done(
      Place place,
      Supplier<Optional<Allow>> renewal,
      List<Said> said,
      List<MemoryRecord> memories) {
    Optional<Allow> fresh = renewal.get();
    if (fresh.isEmpty()) {
      return false;
    }
    Map<String, Draft> drafts = new LinkedHashMap<>();
    said.forEach(message -> drafts.put(idOf(place, message), draft(place, message)));
    memories.forEach(memory -> drafts.put(memory.id(), draft(place, memory)));
    store(fresh.get(), drafts);
    List<Said> stored =
        said.stream().filter(message -> drafts.containsKey(idOf(place, message))).toList();
    boolean extracted = extracts && !stored.isEmpty() && extracted(place, renewal, stored);
    return renewal
        .get()
        .flatMap(allow ->
            sessions.note(
                allow,
                place,
                new Noted(
                    stored.stream().map(Said::id).toList(),
                    memories.stream().map(MemoryRecord::id).filter(drafts::containsKey).toList(),
                    extracted,
                    clock.instant())))
        .isPresent();
  }

  // What may not be replaced is left as it is, and does not keep the rest back; for what there is
  // no
  // room for now there may be some when the session is written to again.
  private void store(Allow allow, Map<String, Draft> drafts) {
    while (!drafts.isEmpty()) {
      switch (engine.put(allow, List.copyOf(drafts.values()))) {
        case Put.Done _ -> {
          return;
        }
        case Put.Taken(String id) -> {
          LOG.info("event=promotion_left_out a memory of its id may not be replaced");
          drafts.remove(id);
        }
        case Put.Full _ -> {
          LOG.info("event=promotion_left_out the owner has as many memories as the key allows");
          drafts.clear();
        }
      }
    }
  }

  private boolean extracted(Place place, Supplier<Optional<Allow>> renewal, List<Said> said) {
    return renewal
        .get()
        .map(allow ->
            engine.add(allow, place, said.stream().map(Said::message).toList(), "{}", true))
        .filter(outcome -> outcome.fallback().isEmpty() && outcome.full().isEmpty())
        .isPresent();
  }

  private static String idOf(Place place, Said message) {
    return NamedId.of(
            place.tenant(),
            place.user().orElse(""),
            place.agent().orElse(""),
            place.session().orElse(""),
            place.label().orElse(""),
            message.id())
        .toString();
  }

  private static Draft draft(Place place, Said message) {
    Attributes attributes =
        new Attributes(
            Optional.empty(),
            Optional.empty(),
            "message",
            Optional.of(message.at()).flatMap(at -> Times.of(Times.text(at))),
            false,
            Optional.of(List.of(message.id())),
            false,
            Attributes.NONE.strategy(),
            "{}");
    return Draft.of(Kind.MEMORY, idOf(place, message), place, message.content())
        .withAttributes(attributes.text())
        .unlessSaid();
  }

  private static Draft draft(Place place, MemoryRecord memory) {
    return Draft.of(Kind.MEMORY, memory.id(), place, memory.text())
        .withMetadata(memory.metadata())
        .withAttributes(memory.attributes().text());
  }

  private static <T> List<List<T>> batches(List<T> all, Function<T, String> text) {
    List<List<T>> batches = new ArrayList<>();
    List<T> batch = new ArrayList<>();
    int characters = 0;
    for (T one : all) {
      int length = text.apply(one).length();
      boolean full = batch.size() == MAX_BATCH || characters + length > MAX_BATCH_CHARACTERS;
      if (full && !batch.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
        characters = 0;
      }
      batch.add(one);
      characters += length;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
