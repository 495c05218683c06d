package dev.memwarden.server.secrets;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names a secret that is kept elsewhere.
public sealed interface SecretReference {
  /// How references begin.
  String VAULT = "vault:";

  /// How references begin.
  String AWS = "aws-sm:";

  /// A field of a secret in a Vault's key-value engine, version 2.
  ///
  /// @param mount where the engine is mounted
  /// @param path of the secret in it
  record Vault(String mount, String path, String field) implements SecretReference {
    private static final Pattern FORM =
        Pattern.compile("([\\w.@=+-]+)/([\\w.@=+-]+(?:/[\\w.@=+-]+)*)#([\\w.@=+ -]{1,256})");
    private static final Pattern DOTS = Pattern.compile("(.*/)?\\.\\.?(/.*)?");

    private static Optional<SecretReference> parse(String text) {
      Matcher matcher = FORM.matcher(text);
      return matcher.matches() && !DOTS.matcher(matcher.group(1) + "/" + matcher.group(2)).matches()
          ? Optional.of(new Vault(matcher.group(1), matcher.group(2), matcher.group(3)))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return VAULT + mount + "/" + path + "#" + field;
    }
  }

  /// A secret in AWS Secrets Manager.
  ///
  /// @param id its name or ARN
  /// @param field of the JSON object that it is; empty for the whole text
  record Aws(String id, Optional<String> field) implements SecretReference {
    private static final Pattern FORM =
        Pattern.compile("([\\w/+=.@:-]{1,2048})(?:#([\\w.@=+ -]{1,256}))?");
    private static final Pattern ARN =
        Pattern.compile("arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\\d+:secret:.+");

    private static Optional<SecretReference> parse(String text) {
      Matcher matcher = FORM.matcher(text);
      return matcher.matches()
          ? Optional.of(new Aws(matcher.group(1), Optional.ofNullable(matcher.group(2))))
          : Optional.empty();
    }

    /// The region that an ARN names; empty for a mere name.
    Optional<String> region() {
      Matcher matcher = ARN.matcher(id);
      return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public String toString() {
      return AWS + id + field.map(name -> "#" + name).orElse("");
    }
  }

  /// Whether `text` is meant as a reference.
  static boolean isOne(String text) {
    return text.startsWith(VAULT) || text.startsWith(AWS);
  }

  /// Reads a reference such as `vault:secret/memwarden#zep-secret` or `aws-sm:memwarden/zep`.
  ///
  /// @throws SecretUnavailableException if it is none; the text, which may be a secret that happens
  ///   to begin so, is not repeated
  static SecretReference parse(String text) {
    if (text.startsWith(VAULT)) {
      return Vault.parse(text.substring(VAULT.length()))
          .orElseThrow(() ->
              new SecretUnavailableException(
                  "is no reference such as vault:secret/memwarden#field"));
    }
    return Optional.of(text)
        .filter(one -> one.startsWith(AWS))
        .flatMap(one -> Aws.parse(one.substring(AWS.length())))
        .orElseThrow(() ->
            new SecretUnavailableException(
                "is no reference such as aws-sm:name or aws-sm:name#field"));
  }
}
