package dev.memwarden.server.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// Two engines that shake hands, without a network.
final class Handshake {
  private static final int ROOM = 64 * 1024;
  private static final int MOST_STEPS = 1_000;

  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer toServer = ByteBuffer.allocate(ROOM);
  private final ByteBuffer toClient = ByteBuffer.allocate(ROOM);

  private Handshake(SSLEngine client, SSLEngine server) {
    this.client = client;
    this.server = server;
  }

  /// Returns when both are done.
  ///
  /// @throws SSLException if one refuses the other
  static void between(SSLEngine client, SSLEngine server) throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    Handshake handshake = new Handshake(client, server);
    for (int i = 0; i < MOST_STEPS; i++) {
      if (isDone(client) && isDone(server)) {
        return;
      }
      handshake.step();
    }
    throw new AssertionError("they do not come to an end");
  }

  private void step() throws SSLException {
    step(client, toClient, toServer);
    step(server, toServer, toClient);
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        for (Runnable task = engine.getDelegatedTask();
            task != null;
            task = engine.getDelegatedTask()) {
          task.run();
        }
      }
      case NEED_WRAP -> {
        var _ = engine.wrap(ByteBuffer.allocate(0), out);
      }
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        in.flip();
        var _ = engine.unwrap(in, ByteBuffer.allocate(ROOM));
        in.compact();
      }
      case FINISHED, NOT_HANDSHAKING -> {}
    }
  }

  private static boolean isDone(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }
}
