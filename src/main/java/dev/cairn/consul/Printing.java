package dev.cairn.consul;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/// A page on its way to connections of one loop: laid out as octets once, however many they are.
final class Printing implements AutoCloseable {
  private final Page page;
  private final Map<Manner, ByteBuf> laidOut = new EnumMap<>(Manner.class);

  Printing(Page page) {
    this.page = page;
  }

  Page page() {
    return page;
  }

  /// The whole response. It is there until this is closed, and for as long as someone retains it;
  /// never to be changed, since others have the same.
  ByteBuf octets(Manner manner) {
    ByteBuf known = laidOut.get(manner);
    if (known == null) {
      known = laidOut(manner);
      laidOut.put(manner, known);
    }
    return known;
  }

  private ByteBuf laidOut(Manner manner) {
    byte[] head = head(manner.ending()).getBytes(StandardCharsets.ISO_8859_1);
    int body = manner.hasBody() ? page.body().length : 0;
    return ByteBufAllocator.DEFAULT
        .directBuffer(head.length + body) // what sockets write from; else each would copy it
        .writeBytes(head)
        .writeBytes(page.body(), 0, body);
  }

  private String head(Arrival.Ending ending) {
    var head = new StringBuilder("HTTP/1.1 ").append(page.status()).append("\r\n");
    if (!page.type().isEmpty()) {
      add(head, "content-type", page.type());
    }
    add(head, "content-length", String.valueOf(page.body().length));
    add(head, "cache-control", "no-store");
    add(head, "X-Content-Type-Options", "nosniff");
    page.headers().forEach(header -> add(head, header.name(), header.value()));
    if (ending == Arrival.Ending.CLOSES) {
      add(head, "connection", "close");
    }
    return head.append("\r\n").toString();
  }

  private static void add(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /// What was handed out stays for those who have retained it.
  @Override
  public void close() {
    laidOut.values().forEach(ByteBuf::release);
  }
}
