package dev.memwarden.server.admin;

import dev.memwarden.server.http.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Asks the server that holds a data folder.
public final class ControlClient implements Admin {
  /// The largest page of the audit log fits, with some 25 KB for each entry.
  private static final int MAX_REPLY = 256 << 20;

  private final UnixDomainSocketAddress address;

  private ControlClient(UnixDomainSocketAddress address) {
    this.address = address;
  }

  /// A client of the server that holds `data`; empty if none listens there.
  ///
  /// @throws ControlException if one does and cannot be reached
  public static Optional<ControlClient> connect(Path data) {
    try {
      Optional<UnixDomainSocketAddress> address = ControlAddress.find(data);
      return address.filter(ControlClient::listens).map(ControlClient::new);
    } catch (IOException e) {
      throw new ControlException("cannot look for a server in " + data, e);
    }
  }

  // A server that crashed leaves its socket behind, and nobody listens on that.
  private static boolean listens(UnixDomainSocketAddress address) {
    try (SocketChannel _ = SocketChannel.open(address)) {
      return true;
    } catch (ConnectException _) {
      return false;
    } catch (IOException e) {
      throw new ControlException(
          "cannot reach the server at " + address + " (only its own user may)", e);
    }
  }

  @Override
  public AdminReply ask(AdminRequest request) {
    try (SocketChannel channel = SocketChannel.open(address)) {
      Frames.write(channel, request.toJson());
      JsonNode reply = Frames.read(channel, MAX_REPLY).orElseGet(Json::object);
      if (!reply.path("status").isInt() || !reply.has("body")) {
        throw new ControlException("the server at " + address + " ended the conversation");
      }
      return new AdminReply(reply.path("status").intValue(), reply.path("body"));
    } catch (IOException e) {
      throw new ControlException("the server at " + address + " does not answer", e);
    }
  }
}
