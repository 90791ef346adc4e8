package dev.cairn.forward;

import java.io.IOException;

/// How a scripted server behaves on a connection, apart from what it says.
@FunctionalInterface
public interface Conduct {

  /// Serves a connection; it is closed when this returns or throws.
  void serve(MessageStream stream) throws IOException, InterruptedException;
}
