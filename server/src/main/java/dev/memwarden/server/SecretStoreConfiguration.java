package dev.memwarden.server;

import dev.memwarden.auth.Secret;
import dev.memwarden.server.secrets.AwsAccess;
import dev.memwarden.server.secrets.SecretStores;
import dev.memwarden.server.secrets.VaultAccess;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.Optional;

/// How the settings reach those who keep secrets, read only when a reference needs it.
final class SecretStoreConfiguration {
  private SecretStoreConfiguration() {}

  static SecretStores of(Settings settings, InstantSource clock) {
    return new SecretStores(() -> vault(settings), () -> aws(settings), clock);
  }

  private static VaultAccess vault(Settings settings) {
    return new VaultAccess(
        address(settings, Setting.VAULT_ADDR, settings.required(Setting.VAULT_ADDR)),
        Secret.of(field(settings, Setting.VAULT_TOKEN)),
        settings.text(Setting.VAULT_NAMESPACE).map(_ -> field(settings, Setting.VAULT_NAMESPACE)));
  }

  private static AwsAccess aws(Settings settings) {
    Optional<String> region = settings.text(Setting.AWS_REGION);
    if (region.isPresent() && !region.get().matches("[a-z]{2,}(-[a-z]+)+-[0-9]+")) {
      throw settings.wrong(Setting.AWS_REGION, "must be a region such as eu-central-1");
    }
    return new AwsAccess(
        region,
        settings
            .text(Setting.AWS_ENDPOINT_URL)
            .map(text -> address(settings, Setting.AWS_ENDPOINT_URL, text)),
        field(settings, Setting.AWS_ACCESS_KEY_ID),
        settings
            .secret(Setting.AWS_SECRET_ACCESS_KEY)
            .orElseThrow(() -> settings.wrong(Setting.AWS_SECRET_ACCESS_KEY, "must be set")),
        settings
            .text(Setting.AWS_SESSION_TOKEN)
            .map(_ -> Secret.of(field(settings, Setting.AWS_SESSION_TOKEN))));
  }

  // What a header field cannot carry would be repeated by whoever complains about it.
  private static String field(Settings settings, Setting setting) {
    String text = settings.required(setting);
    if (!text.matches("[!-~]+")) {
      throw settings.wrong(setting, "has a space or a character beyond ASCII");
    }
    return text;
  }

  // In the clear, a secret goes no farther than this machine.
  private static URI address(Settings settings, Setting setting, String text) {
    try {
      URI address = new URI(text);
      boolean usable =
          address.getHost() != null && address.getUserInfo() == null && address.getQuery() == null;
      boolean safe =
          "https".equals(address.getScheme())
              || "http".equals(address.getScheme())
                  && address.getHost() != null
                  && AuthMode.isLoopback(address.getHost().replaceAll("[\\[\\]]", ""));
      if (usable && safe) {
        return address;
      }
    } catch (URISyntaxException _) {
      // Said below.
    }
    throw settings.wrong(setting, "must be an https address; http is for this machine only");
  }
}
