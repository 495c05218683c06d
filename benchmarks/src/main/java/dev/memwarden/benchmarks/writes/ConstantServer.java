package dev.memwarden.benchmarks.writes;

import dev.memwarden.auth.Gate;
import dev.memwarden.benchmarks.HashEmbedder;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.ExtractiveAnswerer;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.server.dialect.mem0.Mem0Dialect;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.HttpConfig;
import dev.memwarden.server.http.HttpServer;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.stores.lucene.IndexProgress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Memwarden's edge, engine and store with a model that costs nothing, so that writes over HTTP
/// show what the rest costs. Runs until it is ended.
///
/// Options: `--port`, `--data`, `--key`, which is the key of one user.
public final class ConstantServer {
  private ConstantServer() {}

  public static void main(String[] arguments) {
    Options options =
        Options.of(arguments, Map.of("port", "18081", "data", "", "key", "benchmark-key"));
    InstantSource clock = InstantSource.system();
    Instance instance =
        Instance.open(
            new Configuration.Store(
                options.path("data"),
                Map.of(options.text("key"), HttpWriteBenchmark.USER),
                Optional.empty()),
            clock,
            new SecureRandom(),
            IndexProgress.UNSEEN);
    Embedder embedder = new HashEmbedder();
    var engine =
        new MemoryEngine(
            instance.stores().memories(),
            instance.stores().index(),
            embedder,
            new VerbatimExtractor(),
            clock,
            () -> UUID.randomUUID().toString());
    var mem0 =
        new Mem0Dialect(
            engine, new ExtractiveAnswerer(), instance.stores().totals(), embedder.model(), false);
    Gate gate =
        Gate.guarded(instance.authenticator(), instance.authenticator(), instance.policies());
    var pipeline =
        new Pipeline(
            gate,
            List.of(mem0),
            PipelineConfig.DEFAULT,
            new AuthEvents(clock),
            new RequestIds("benchmark"));
    var http = new HttpServer(HttpConfig.local(options.number("port")), pipeline);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              http.stop(Duration.ofSeconds(1));
              instance.close();
            }));
    int port = http.start();
    System.out.println("ready on " + port);
  }
}
