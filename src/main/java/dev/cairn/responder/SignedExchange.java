package dev.cairn.responder;

import dev.cairn.guard.Signing;
import dev.cairn.message.Transport;
import dev.cairn.wire.ResponseBuffer;
import dev.cairn.wire.TsigWriter;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// A query that was signed with a key we know, and whose answers are signed with it as well.
final class SignedExchange implements Exchange {
  private final Exchange exchange;
  private final Signing signing;
  private final ResponseBuffer response;

  /// @param most octets that a message with its signature may have
  SignedExchange(Exchange exchange, Signing signing, int most) {
    this(
        exchange,
        signing,
        new ResponseBuffer(
            Math.min(most, exchange.response().bytes().length)
                - TsigWriter.length(signing.longest())));
  }

  private SignedExchange(Exchange exchange, Signing signing, ResponseBuffer response) {
    this.exchange = exchange;
    this.signing = signing;
    this.response = response;
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
    var tsig = signing.sign(response.bytes(), response.length());
    TsigWriter.seal(response, tsig, exchange.response());
  }

  @Override
  public void ignore() {
    exchange.ignore();
  }

  @Override
  public Exchange detached() {
    return new SignedExchange(exchange.detached(), signing, response);
  }
}
