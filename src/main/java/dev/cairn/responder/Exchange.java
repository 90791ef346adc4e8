package dev.cairn.responder;

import dev.cairn.message.Transport;
import dev.cairn.wire.ResponseBuffer;
import java.net.InetSocketAddress;

/// One query and the room for its response, lent by the transport until [Responder#respond]
/// returns; whoever needs it longer takes a [#detached] copy. Exactly one of [#send], [#ignore] and
/// [#detached] ends the loan.
public interface Exchange {

  /// The message as it came; only the first [#queryLength] octets are meaningful.
  byte[] query();

  int queryLength();

  Transport transport();

  InetSocketAddress client();

  /// The client's address in network order; nobody changes it.
  default byte[] clientOctets() {
    return client().getAddress().getAddress();
  }

  default int clientPort() {
    return client().getPort();
  }

  /// Room for the response, as large as the transport's largest.
  ResponseBuffer response();

  /// Sends what is in [#response]. From any thread; never waits.
  void send();

  /// There will be no response.
  void ignore();

  /// A copy to keep, and to answer later.
  Exchange detached();
}
