package dev.memwarden.server.http;

import java.net.UnknownHostException;
import java.util.Locale;

/// The address of the listener cannot be had. The message is for whoever starts the server.
public final class CannotListenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotListenException(String host, int port, Throwable cause) {
    super(message(host, port, cause), cause);
  }

  private static String message(String host, int port, Throwable cause) {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    String why = reason(cause);
    boolean portIsWrong = why.contains("in use") || why.contains("denied");
    return "cannot listen on %s:%d: %s; choose another with %s"
        .formatted(shown, port, why, portIsWrong ? "--port" : "--host");
  }

  // The operating system's words come last: "bind(..) failed with error(-98): Address already in
  // use".
  private static String reason(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null && !(root instanceof UnknownHostException)) {
      root = root.getCause();
    }
    if (root instanceof UnknownHostException) {
      return "there is no such address";
    }
    String text = String.valueOf(root.getMessage());
    String last = text.substring(text.lastIndexOf(": ") + 1).strip();
    return last.substring(0, 1).toLowerCase(Locale.ROOT) + last.substring(1);
  }
}
