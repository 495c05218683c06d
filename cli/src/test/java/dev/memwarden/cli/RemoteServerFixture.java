package dev.memwarden.cli;

import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.admin.ControlSocket;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.HttpConfig;
import dev.memwarden.server.http.HttpServer;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.server.own.OwnDialect;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import tools.jackson.databind.node.ObjectNode;

/// A server that is administered over the network, and through the control socket of its folder.
final class RemoteServerFixture implements AutoCloseable {
  private final Instance instance;
  private final HttpServer http;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ControlSocket control;
  private final int port;

  /// @param administered whether it takes such requests over the network
  RemoteServerFixture(Path data, InstantSource clock, boolean administered) throws IOException {
    instance =
        Instance.open(
            new Configuration.Store(data, Map.of(), Optional.empty()),
            clock,
            new SecureRandom(),
            IndexProgress.UNSEEN);
    List<Dialect> dialects = new ArrayList<>();
    dialects.add(new OwnDialect(instance.keys(), clock));
    if (administered) {
      dialects.add(instance.administration().published());
    }
    http =
        new HttpServer(
            HttpConfig.local(0),
            new Pipeline(
                Gate.guarded(instance.credentials(), instance.standing(), instance.policies()),
                dialects,
                PipelineConfig.DEFAULT,
                new AuthEvents(clock),
                new RequestIds("t")));
    control = ControlSocket.open(data, instance.admin(), timer);
    port = http.start();
    instance.issuance().issuer().set(url());
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /// The text of a new key of the tenant `default`.
  String key(ObjectNode wish) {
    return instance
        .admin()
        .ask(AdminRequest.of(Principal.DEFAULT_TENANT, Method.POST, "/admin/v1/keys").with(wish))
        .body()
        .path("key")
        .stringValue();
  }

  String root() {
    return key(Json.object().put("admin", "root"));
  }

  @Override
  public void close() throws IOException {
    control.close();
    http.stop(Duration.ofSeconds(5));
    timer.shutdownNow();
    instance.close();
  }
}
