package dev.memwarden.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/// Turns the signals that ask a process to end into an orderly stop.
///
/// A shutdown hook would not do: hooks run all at once, and that of the embedding runtime tears it
/// down while a thread may still be inside, which aborts the process. Here everything has ended
/// before the first hook runs.
///
/// The JDK's only API for signals (module jdk.unsupported) is called by reflection because the
/// compiler warns of it and lets nobody say that it is meant.
final class StopSignals {
  private static final int TERM = 15;
  private static final int INT = 2;

  private StopSignals() {}

  /// Runs `stop` at SIGTERM or SIGINT, then exits with 128 and the signal's number, as shells
  /// expect.
  static void handle(Runnable stop) {
    try {
      handle("TERM", TERM, stop);
      handle("INT", INT, stop);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK cannot handle signals", e);
    }
  }

  private static void handle(String name, int number, Runnable stop)
      throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    InvocationHandler stopping =
        (_, _, _) -> {
          stop.run();
          System.exit(128 + number);
          throw new IllegalStateException("still there after the exit");
        };
    Object handling =
        Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, stopping);
    Object wanted = signal.getConstructor(String.class).newInstance(name);
    Object _ = signal.getMethod("handle", signal, handler).invoke(null, wanted, handling);
  }
}
