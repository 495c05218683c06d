package dev.memwarden.server.admin;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.server.http.Json;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets other processes of the same user administer the running server, through a Unix domain
/// socket in its data folder. One request and one reply per connection, as JSON documents that end
/// with the stream.
///
/// The operating system guards it: the folder and the socket belong to the server's user alone, and
/// the user at the other end is asked for where the system tells.
public final class ControlSocket implements AutoCloseable {
  /// Roomy for a policy text; nothing else comes near.
  static final int MAX_REQUEST = 1 << 20;

  /// How long a client may take to say what it wants, or to take the answer.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /// More than any person or script needs at once; further connections wait.
  private static final int MAX_CONNECTIONS = 32;

  /// A connection beyond the backlog would not wait: on Unix domain sockets it fails.
  private static final int BACKLOG = 1024;

  /// After a connection that could not be taken.
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

  private final Path data;
  private final Admin admin;
  private final ScheduledExecutorService timer;
  private final ServerSocketChannel listener;
  private final UserPrincipal owner;
  private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);

  private ControlSocket(
      Path data,
      Admin admin,
      ScheduledExecutorService timer,
      ServerSocketChannel listener,
      UserPrincipal owner) {
    this.data = data;
    this.admin = admin;
    this.timer = timer;
    this.listener = listener;
    this.owner = owner;
  }

  /// Listens until closed.
  ///
  /// @param data the data folder, which this process holds
  /// @param timer runs short tasks, such as closing what takes too long
  /// @throws IOException if the socket cannot be made
  public static ControlSocket open(Path data, Admin admin, ScheduledExecutorService timer)
      throws IOException {
    UnixDomainSocketAddress address = ControlAddress.prepare(data);
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(address, BACKLOG);
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(
          address.getPath(), PosixFilePermissions.fromString("rw-------"));
    }
    ControlSocket socket =
        new ControlSocket(data, admin, timer, listener, Files.getOwner(address.getPath()));
    Thread.ofVirtual()
        .name("control")
        .start(new AcceptLoop(listener::accept, socket::begin, PAUSE));
    return socket;
  }

  private void begin(SocketChannel channel) {
    Thread.ofVirtual()
        .name("control-request")
        .uncaughtExceptionHandler((_, fault) -> LOG.error("Control request failed", fault))
        .start(() -> serve(channel));
  }

  private void serve(SocketChannel channel) {
    connections.acquireUninterruptibly();
    try (channel) {
      if (!isOwner(channel)) {
        LOG.warn("Refused another user on the control socket");
        return;
      }
      ScheduledFuture<?> deadline = deadline(channel);
      AdminReply reply =
          Frames.read(channel, MAX_REQUEST)
              .flatMap(AdminRequest::fromJson)
              .map(request -> {
                deadline.cancel(false);
                return answer(request);
              })
              .orElseGet(() -> AdminReply.problem(400, "no request that this server understands"));
      deadline.cancel(false);
      ScheduledFuture<?> last = deadline(channel);
      Frames.write(channel, Json.object().put("status", reply.status()).set("body", reply.body()));
      last.cancel(false);
    } catch (IOException e) {
      LOG.debug("Control connection ended early: {}", e.getMessage());
    } finally {
      connections.release();
    }
  }

  private AdminReply answer(AdminRequest request) {
    try {
      return admin.ask(request);
    } catch (StoreUnavailableException e) {
      LOG.error("Store unavailable for {}", request, e);
      return AdminReply.problem(503, "the store cannot answer now");
    }
  }

  private boolean isOwner(SocketChannel channel) throws IOException {
    return !channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
        || channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(owner);
  }

  private ScheduledFuture<?> deadline(SocketChannel channel) {
    return timer.schedule(
        () -> {
          channel.close();
          return null;
        },
        PATIENCE.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /// Stops listening. Requests that are being answered are answered.
  @Override
  public void close() throws IOException {
    listener.close();
    ControlAddress.discard(data);
  }
}
