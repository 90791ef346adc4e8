package dev.cairn.consul;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A page on its way to connections of one loop: laid out as octets once, however many they are.
final class Printing implements AutoCloseable {
  private final Page page;
  private @Nullable ByteBuf usual;

  /// How the answer to a request is sent.
  record Manner(HttpMethod method, Arrival.Ending ending) {
    private static final Manner USUAL = new Manner(HttpMethod.GET, Arrival.Ending.STAYS);

    private boolean isUsual() {
      return ending == Arrival.Ending.STAYS && !isHead();
    }

    private boolean isHead() {
      return method.equals(HttpMethod.HEAD);
    }
  }

  Printing(Page page) {
    this.page = page;
  }

  Page page() {
    return page;
  }

  /// The whole response. To be released by whoever gets it; never to be changed, since others may
  /// have the same.
  ByteBuf octets(ByteBufAllocator allocator, Manner manner) {
    if (!manner.isUsual()) {
      return laidOut(allocator, manner);
    }
    ByteBuf known = usual;
    if (known == null) {
      known = laidOut(allocator, Manner.USUAL);
      usual = known;
    }
    return known.retainedDuplicate();
  }

  private ByteBuf laidOut(ByteBufAllocator allocator, Manner manner) {
    byte[] head = head(manner.ending()).getBytes(StandardCharsets.ISO_8859_1);
    int body = manner.isHead() ? 0 : page.body().length;
    return allocator
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

  /// What was handed out stays until it is released.
  @Override
  public void close() {
    if (usual != null) {
      usual.release();
    }
  }
}
