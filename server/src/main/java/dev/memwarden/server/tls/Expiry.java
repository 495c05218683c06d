package dev.memwarden.server.tls;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns before a certificate ends: 30 days and 7 days ahead, and when it is over; each once. Of
/// one that lives for weeks only, the last third and the last tenth count instead.
final class Expiry {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
  private static final Duration SOON = Duration.ofDays(30);
  private static final Duration VERY_SOON = Duration.ofDays(7);

  private final ServerCertificate certificate;
  private final Instant soon;
  private final Instant verySoon;
  private Stage said = Stage.FAR;

  private enum Stage {
    FAR,
    SOON,
    VERY_SOON,
    OVER
  }

  Expiry(ServerCertificate certificate) {
    this.certificate = certificate;
    Duration life = Duration.between(certificate.notBefore(), certificate.notAfter());
    this.soon = certificate.notAfter().minus(shorter(SOON, life.dividedBy(3)));
    this.verySoon = certificate.notAfter().minus(shorter(VERY_SOON, life.dividedBy(10)));
  }

  /// Says what has to be said at `now`, unless it was.
  void look(Instant now) {
    Stage stage = stage(now);
    if (stage == said) {
      return;
    }
    said = stage;
    switch (stage) {
      case FAR -> {}
      case SOON, VERY_SOON ->
          LOG.atWarn()
              .addKeyValue("subject", certificate.subject())
              .addKeyValue("until", certificate.notAfter())
              .addKeyValue("days", Duration.between(now, certificate.notAfter()).toDays())
              .log("the certificate ends soon: renew it");
      case OVER ->
          LOG.atError()
              .addKeyValue("subject", certificate.subject())
              .addKeyValue("until", certificate.notAfter())
              .log("the certificate has expired: clients refuse this server until it is renewed");
    }
  }

  private Stage stage(Instant now) {
    if (!now.isBefore(certificate.notAfter())) {
      return Stage.OVER;
    }
    if (!now.isBefore(verySoon)) {
      return Stage.VERY_SOON;
    }
    return now.isBefore(soon) ? Stage.FAR : Stage.SOON;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
