package dev.cairn.responder;

import dev.cairn.guard.Cookies;
import dev.cairn.guard.Cookies.Verdict;
import dev.cairn.message.Edns;
import dev.cairn.message.EdnsOptions;
import dev.cairn.message.Outcome;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption.Code;
import org.xbill.DNS.Type;

/// Answers the EDNS options of a query with options of the response. Immutable.
///
/// @param identity what NSID says, empty for nothing (RFC 5001)
/// @param cookies null if none are given out
/// @param idleTimeout of TCP connections, as keepalive says it (RFC 7828)
public record OptionReplies(String identity, @Nullable Cookies cookies, Duration idleTimeout) {
  private static final byte[] NONE = {};

  /// Octets of a SOA record's rdata behind the expire field (RFC 1035 §3.3.13).
  private static final int BEHIND_EXPIRE = 4;

  /// What the cookie of a query says of its client; null if there is none, or none are given out.
  @Nullable Verdict judge(Edns edns, Exchange exchange) {
    byte[] cookie = edns.options().cookie();
    return cookie == null || cookies == null
        ? null
        : cookies.judge(cookie, exchange.client().getAddress());
  }

  /// The options in wire form; empty if the query has none that we answer.
  ///
  /// @param outcome what the response says, null if it is an error that no outcome stands for
  byte[] to(Edns edns, Exchange exchange, @Nullable Outcome outcome) {
    EdnsOptions asked = edns.options();
    if (asked.equals(EdnsOptions.NONE)) {
      return NONE;
    }
    var reply = new ByteArrayOutputStream();
    if (asked.want(EdnsOptions.NSID) && !identity.isEmpty()) {
      option(reply, Code.NSID, identity.getBytes(StandardCharsets.US_ASCII));
    }
    if (asked.cookie() != null && cookies != null) {
      option(reply, Code.COOKIE, cookies.reply(asked.cookie(), exchange.client().getAddress()));
    }
    if (asked.want(EdnsOptions.KEEPALIVE) && exchange.transport() == Transport.TCP) {
      option(reply, Code.TCP_KEEPALIVE, tenthsOfSeconds());
    }
    RecordSet soa = asked.want(EdnsOptions.EXPIRE) ? soaOf(outcome) : null;
    if (soa != null) {
      int end = soa.offset() + soa.length() - BEHIND_EXPIRE;
      option(reply, Code.EDNS_EXPIRE, ByteBuffer.allocate(4).put(soa.bytes(), end - 4, 4).array());
    }
    return reply.toByteArray();
  }

  private static void option(ByteArrayOutputStream reply, int code, byte[] data) {
    reply.writeBytes(
        ByteBuffer.allocate(4).putShort((short) code).putShort((short) data.length).array());
    reply.writeBytes(data);
  }

  private byte[] tenthsOfSeconds() {
    long tenths = Math.clamp(idleTimeout.toMillis() / 100, 0, 0xFFFF);
    return ByteBuffer.allocate(2).putShort((short) tenths).array();
  }

  /// The SOA of a zone of ours that was asked for (RFC 7314 §2).
  private static @Nullable RecordSet soaOf(@Nullable Outcome outcome) {
    if (!(outcome instanceof Outcome.Answer answer)
        || answer.standing() != Standing.AUTHORITATIVE
        || !answer.aliases().isEmpty()) {
      return null;
    }
    RecordSet first = answer.records().getFirst();
    return first.type() == Type.SOA ? first : null;
  }
}
