package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attack 7.1: a database that came back from a backup, under servers that run. Nobody is let in
/// until an admin says so, and then nobody whose right had ended.
class RestoredDatabaseTest {
  private static final String MASTER_KEY =
      MasterKeyRing.generate(new SecureRandom()).print().revealText();

  @TempDir Path folder;

  private static String statuses(TokenServer server, String... credentials) {
    StringBuilder statuses = new StringBuilder();
    for (String credential : credentials) {
      statuses.append(server.get("/auth/whoami", credential), 0, 4);
    }
    return statuses.toString();
  }

  private static void isDone(AdminReply reply) {
    assertThat(reply.isSuccess()).as(reply.detail()).isTrue();
  }

  @Test
  void who_was_revoked_and_what_was_given_out_before_stays_out_when_all_others_are_let_in()
      throws SQLException, IOException {
    PostgresPeer database = PostgresPeer.create();
    Map<String, String> settings = database.settings(MASTER_KEY);
    Path command = Files.createDirectory(folder.resolve("command"));
    try (TokenServer one = server("one", settings);
        TokenServer other = server("other", settings)) {
      String key = one.key("alice", Json.object());
      String revoked = one.key("alice", Json.object());
      isDone(
          one.administer("/admin/v1/keys/" + revoked.substring(4, 20) + "/revoke", Json.object()));
      Handshakes.Tokens tokens = Handshakes.open(one, key);
      Patience.await(() -> statuses(other, tokens.access(), key, revoked).equals("200 200 401 "));

      assertThat(
              new Backups(
                      Configuration.of(
                              Settings.read(new SettingSources(Map.of(), settings, command)),
                              command)
                          .store(),
                      InstantSource.system())
                  .suspend())
          .containsExactly(Principal.DEFAULT_TENANT);

      for (TokenServer server : new TokenServer[] {one, other}) {
        Patience.await(
            () -> statuses(server, tokens.access(), key, revoked).equals("401 401 401 "));
        assertThat(Handshakes.refresh(server, tokens.refresh()).status()).isEqualTo(401);
      }
      isDone(one.administer(Method.POST, "/admin/v1/tenants/enable"));
      for (TokenServer server : new TokenServer[] {one, other}) {
        Patience.await(() -> server.get("/auth/whoami", key).startsWith("200 "));
        assertThat(statuses(server, tokens.access(), key, revoked)).isEqualTo("401 200 401 ");
        assertThat(Handshakes.refresh(server, tokens.refresh()).status()).isEqualTo(401);
      }
    } finally {
      database.drop();
    }
  }

  private TokenServer server(String name, Map<String, String> settings) throws IOException {
    return new TokenServer(
        Files.createDirectory(folder.resolve(name)), settings, InstantSource.system());
  }
}
