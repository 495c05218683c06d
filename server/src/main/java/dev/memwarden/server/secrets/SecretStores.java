package dev.memwarden.server.secrets;

import dev.memwarden.auth.Secret;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Fetches what references stand for. Blocks for at most [SecretRequest#PATIENCE] each.
public final class SecretStores {
  private final Supplier<VaultAccess> vault;
  private final Supplier<AwsAccess> aws;
  private final InstantSource clock;

  /// @param vault asked for when a `vault:` reference turns up
  /// @param aws asked for when an `aws-sm:` reference turns up
  /// @param clock dates requests to AWS, which refuses them when it is minutes off
  public SecretStores(Supplier<VaultAccess> vault, Supplier<AwsAccess> aws, InstantSource clock) {
    this.vault = vault;
    this.aws = aws;
    this.clock = clock;
  }

  /// The secret that `reference` names.
  ///
  /// @throws SecretUnavailableException if it cannot be had
  public Secret fetch(SecretReference reference) {
    return switch (reference) {
      case SecretReference.Vault secret -> new VaultSecrets(vault.get()).fetch(secret);
      case SecretReference.Aws secret -> new AwsSecrets(aws.get(), clock).fetch(secret);
    };
  }
}
