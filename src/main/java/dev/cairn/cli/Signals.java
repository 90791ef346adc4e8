package dev.cairn.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens when the system sends a signal. The JDK has it in a class that it calls its own
/// (`sun.misc.Signal`, exported by `jdk.unsupported`), so it is reached by name.
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /// From now on a signal does this, on a thread of its own.
  ///
  /// @param name without `SIG`
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "equals" -> arguments[0].getClass() == self.getClass();
                    case "hashCode" -> System.identityHashCode(self);
                    default -> name + " handler";
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InstantiationException
        | InvocationTargetException e) {
      LOG.warn(
          "SIG{} does nothing on this system: {}",
          name,
          String.valueOf(e.getCause() == null ? e : e.getCause()));
    }
  }
}
