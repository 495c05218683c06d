package dev.memwarden.server.issuer;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.key.KeyStore;
import dev.memwarden.auth.token.Issuer;
import dev.memwarden.auth.token.IssuerDocuments;
import dev.memwarden.auth.token.IssuerJudge;
import dev.memwarden.auth.token.SignatureTurns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// All identity providers of a server, and what it takes to know their keys.
public final class Issuers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Issuers.class);

  private final List<Issuer> issuers;
  private final HttpDocuments documents = new HttpDocuments();
  private final SignatureTurns turns =
      new SignatureTurns(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("memwarden-issuers").factory());

  /// Nothing is fetched before there is a token, or [#start].
  public Issuers(List<KnownIssuer> known, InstantSource clock) {
    this.issuers =
        known.stream()
            .map(one ->
                new Issuer(
                    one.rules(),
                    one.keys(),
                    documents,
                    (why, since) -> noKeys(one.rules().issuer(), why, since),
                    clock))
            .toList();
  }

  /// All of them.
  public List<Issuer> all() {
    return issuers;
  }

  /// Turns in which signatures are checked, those of requests, too.
  public SignatureTurns turns() {
    return turns;
  }

  /// Gets what is published at an address that the operator wrote down, within the same bounds.
  public IssuerDocuments documents() {
    return documents;
  }

  /// One judge for each, by the name that its tokens give it.
  ///
  /// @param store knows tombstones and principals
  /// @param arrivals hears of whoever presents a good token and is not stored yet; stores it
  public Map<String, IssuerJudge> judges(KeyStore store, Consumer<Identity> arrivals) {
    Map<String, IssuerJudge> judges = new LinkedHashMap<>();
    for (Issuer issuer : issuers) {
      judges.put(issuer.rules().issuer(), new IssuerJudge(issuer, turns, store, arrivals));
    }
    return judges;
  }

  /// Fetches keys now and from time to time. An issuer that does not answer keeps nobody waiting,
  /// neither the start nor another issuer.
  public void start() {
    for (Issuer issuer : issuers) {
      if (issuer.rules().audiences().isEmpty()) {
        LOG.atWarn()
            .addKeyValue("issuer", issuer.rules().issuer())
            .log("tokens are taken that were made for others: no audience is configured");
      }
      var _ =
          timer.scheduleWithFixedDelay(
              () -> Thread.ofVirtual().start(issuer::keepFresh), 0, 1, TimeUnit.MINUTES);
    }
  }

  private static void noKeys(String issuer, String why, Optional<Instant> since) {
    LoggingEventBuilder warning = LOG.atWarn();
    // Whoever is woken by it is woken once, however often it fails from then on.
    (since.isEmpty()
            ? warning.addKeyValue("alarm", "issuer_keys_unavailable")
            : warning.addKeyValue("since", since.get()))
        .addKeyValue("issuer", issuer)
        .addKeyValue("cause", why)
        .log("the keys of an issuer could not be fetched");
  }

  @Override
  public void close() {
    timer.shutdownNow();
    documents.close();
  }
}
