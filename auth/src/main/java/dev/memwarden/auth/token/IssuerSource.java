package dev.memwarden.auth.token;

import dev.memwarden.auth.token.IssuerDocuments.Answer;
import dev.memwarden.auth.token.IssuerDocuments.Answer.Absent;
import dev.memwarden.auth.token.IssuerDocuments.Answer.Document;
import dev.memwarden.auth.token.IssuerDocuments.Answer.Failed;
import dev.memwarden.auth.token.JsonValue.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds the keys of an issuer: where the operator says, else where its discovery document says
/// (OpenID Connect Discovery 1.0 §4), else where they usually are.
final class IssuerSource implements PublishedKeys.Source<JwkSet> {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final String USUAL = "/.well-known/jwks.json";

  private final IssuerRules rules;
  private final Optional<URI> keys;
  private final IssuerDocuments documents;
  private final Consumer<String> log;

  /// @param keys where the keys are, if the operator says so
  /// @param log hears why there are none
  IssuerSource(
      IssuerRules rules, Optional<URI> keys, IssuerDocuments documents, Consumer<String> log) {
    this.rules = rules;
    this.keys = keys;
    this.documents = documents;
    this.log = log;
  }

  @Override
  public Optional<JwkSet> fetch() {
    if (keys.isPresent()) {
      return keysAt(keys.get(), keys.get());
    }
    URI discovery = under(DISCOVERY);
    return switch (documents.get(discovery, discovery)) {
      case Document(byte[] bytes) -> discovered(bytes);
      case Absent _ -> keysAt(under(USUAL), discovery);
      case Failed(String why) -> none("its discovery document: " + why);
    };
  }

  private Optional<JwkSet> discovered(byte[] document) {
    Optional<JsonValue.Members> read =
        document.length > JwkSet.MAX_LENGTH ? Optional.empty() : StrictJson.object(document);
    if (read.isEmpty()) {
      return none("its discovery document is no JSON object");
    }
    if (!(read.get().member("issuer").orElse(null) instanceof Text(String issuer))
        || !issuer.equals(rules.issuer())) {
      return none("its discovery document is another issuer's");
    }
    if (!(read.get().member("jwks_uri").orElse(null) instanceof Text(String address))) {
      return none("its discovery document names no keys");
    }
    try {
      return keysAt(new URI(address), under(DISCOVERY));
    } catch (URISyntaxException _) {
      return none("its discovery document names no address of keys");
    }
  }

  private Optional<JwkSet> keysAt(URI address, URI near) {
    Answer answer = documents.get(address, near);
    return switch (answer) {
      case Document(byte[] bytes) -> {
        Optional<JwkSet> set = JwkSet.parse(bytes, rules.algorithms());
        yield set.isPresent() ? set : none("its key set cannot be trusted");
      }
      case Absent _ -> none("it has no key set where one should be");
      case Failed(String why) -> none("its key set: " + why);
    };
  }

  private Optional<JwkSet> none(String why) {
    log.accept(why);
    return Optional.empty();
  }

  private URI under(String path) {
    String issuer = rules.issuer();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(base + path);
  }
}
