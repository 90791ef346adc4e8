package dev.cairn.responder;

import dev.cairn.guard.Signing;
import dev.cairn.message.Transport;
import dev.cairn.message.Tsig;
import dev.cairn.wire.ResponseBuffer;
import dev.cairn.wire.TsigWriter;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// A query that was signed with a key we know, and whose answers are signed with it as well.
final class SignedExchange implements Exchange {
  /// A header, the longest question, OPT and a reason without words: what is written in any case.
  private static final int LEAST = 12 + 255 + 4 + 11 + 6;

  private final Exchange exchange;
  private final Signing signing;
  private final int room;
  private @Nullable ResponseBuffer response; // made when there is an answer

  /// @param most octets that a message with its signature may have
  SignedExchange(Exchange exchange, Signing signing, int most) {
    this(
        exchange,
        Math.max(
            Math.min(most, exchange.response().bytes().length)
                - TsigWriter.length(signing.longest()),
            LEAST),
        signing);
  }

  private SignedExchange(Exchange exchange, int room, Signing signing) {
    this.exchange = exchange;
    this.signing = signing;
    this.room = room;
  }

  @Override
  public @Nullable Name signer() {
    return signing.key().name();
  }

  @Override
  public byte[] query() {
    return exchange.query();
  }

  @Override
  public int queryLength() {
    return exchange.queryLength();
  }

  @Override
  public Transport transport() {
    return exchange.transport();
  }

  @Override
  public InetSocketAddress client() {
    return exchange.client();
  }

  @Override
  public byte[] clientOctets() {
    return exchange.clientOctets();
  }

  @Override
  public int clientPort() {
    return exchange.clientPort();
  }

  @Override
  public ResponseBuffer response() {
    if (response == null) {
      response = new ResponseBuffer(room);
    }
    return response;
  }

  @Override
  public void send() {
    seal();
    exchange.send();
  }

  @Override
  public void sendPart(Rest rest) {
    seal();
    exchange.sendPart(rest);
  }

  private void seal() {
    ResponseBuffer message = response();
    Tsig tsig = signing.sign(message.bytes(), message.length());
    TsigWriter.seal(message, tsig, exchange.response());
  }

  @Override
  public void ignore() {
    exchange.ignore();
  }

  @Override
  public Exchange detached() {
    return new SignedExchange(exchange.detached(), room, signing);
  }
}
