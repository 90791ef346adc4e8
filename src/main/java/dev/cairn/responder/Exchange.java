package dev.cairn.responder;

import dev.cairn.message.Transport;
import dev.cairn.wire.ResponseBuffer;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

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

  /// Sends what is in [#response], of which there is more to come. From any thread; never waits.
  /// Where there are no connections there can be no parts.
  default void sendPart(Rest rest) {
    throw new UnsupportedOperationException("one message is all that fits");
  }

  /// What follows a part.
  interface Rest {
    /// The part has left, and there is room for the next.
    void next();

    /// There is nobody any more.
    void gone();
  }

  /// The key that the query was signed with, null if it was not.
  default @Nullable Name signer() {
    return null;
  }

  /// There will be no response.
  void ignore();

  /// A copy to keep, and to answer later.
  Exchange detached();
}
