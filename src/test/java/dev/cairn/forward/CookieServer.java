package dev.cairn.forward;

import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/// Says what another script says, with the manners of a server that knows cookies (RFC 7873).
public final class CookieServer implements Script {

  /// What it wants from a client.
  public enum Demand {
    /// Nothing: gives a cookie to whoever sends one.
    NONE,
    /// That a cookie, if one is shown, is its own: else BADCOOKIE and the right one.
    NO_WRONG_ONE,
    /// Its own cookie in every datagram: else BADCOOKIE and the right one (RFC 7873 §5.2.3).
    RIGHT_ONE,
    /// What no client can fulfil: every datagram gets BADCOOKIE.
    IMPOSSIBLE
  }

  /// What it does wrong.
  public enum Flaw {
    NONE,
    /// It gives back another client cookie than the client's, as a forger would.
    WRONG_CLIENT_COOKIE,
    /// It gives no cookie any more.
    NO_COOKIE,
    /// It gives back the client's alone.
    NO_SERVER_COOKIE
  }

  private static final int SERVER_COOKIE = 8;

  private final Script answers;
  private final List<CookieOption> shown = new CopyOnWriteArrayList<>();
  private volatile Demand demand;
  private volatile Flaw flaw = Flaw.NONE;
  private volatile long secret = 0x5EC2E7;

  public CookieServer(Demand demand, Script answers) {
    this.demand = demand;
    this.answers = answers;
  }

  public void nowDemands(Demand other) {
    demand = other;
  }

  public void nowErrs(Flaw other) {
    flaw = other;
  }

  /// Makes other cookies from now on, and takes its former ones for wrong.
  public void changeSecret() {
    secret++;
  }

  /// The cookies that clients have shown so far.
  public List<CookieOption> shown() {
    return shown;
  }

  @Override
  public List<byte[]> repliesTo(Message query, Transport transport) throws IOException {
    CookieOption cookie = cookieIn(query);
    if (cookie != null) {
      shown.add(cookie);
    }
    if (transport == Transport.UDP && isRefused(cookie)) {
      Message reply = Scripts.reply(query, Rcode.BADCOOKIE & 0xF);
      return List.of(withCookie(reply, cookie, Rcode.BADCOOKIE >> 4));
    }
    List<byte[]> replies = new ArrayList<>();
    for (byte[] reply : answers.repliesTo(query, transport)) {
      replies.add(cookie == null ? reply : withCookie(new Message(reply), cookie, 0));
    }
    return replies;
  }

  private boolean isRefused(@Nullable CookieOption cookie) {
    return switch (demand) {
      case NONE -> false;
      case NO_WRONG_ONE ->
          cookie != null && cookie.getServerCookie().isPresent() && !isRight(cookie);
      case RIGHT_ONE -> cookie == null || !isRight(cookie);
      case IMPOSSIBLE -> true;
    };
  }

  private boolean isRight(CookieOption cookie) {
    byte[] right = serverCookie(cookie.getClientCookie());
    return cookie.getServerCookie().filter(shown -> Arrays.equals(shown, right)).isPresent();
  }

  /// The cookie that belongs to a client's: another for each secret.
  public byte[] serverCookie(byte[] clientCookie) {
    long mixed = (ByteBuffer.wrap(clientCookie).getLong() ^ secret) * 0x9E3779B97F4A7C15L;
    return ByteBuffer.allocate(SERVER_COOKIE).putLong(mixed ^ mixed >>> 29).array();
  }

  private byte[] withCookie(Message reply, @Nullable CookieOption cookie, int extendedRcode) {
    OPTRecord before = reply.getOPT();
    if (before != null) {
      reply.removeRecord(before, Section.ADDITIONAL);
    }
    List<EDNSOption> options = cookie == null ? List.of() : cookies(cookie.getClientCookie());
    reply.addRecord(new OPTRecord(1232, extendedRcode, 0, 0, options), Section.ADDITIONAL);
    return reply.toWire();
  }

  private List<EDNSOption> cookies(byte[] client) {
    byte[] server = serverCookie(client);
    return switch (flaw) {
      case NONE -> List.of(new CookieOption(client, server));
      case WRONG_CLIENT_COOKIE -> List.of(new CookieOption(flipped(client), server));
      case NO_COOKIE -> List.of();
      case NO_SERVER_COOKIE -> List.of(new CookieOption(client));
    };
  }

  private static byte[] flipped(byte[] octets) {
    byte[] other = octets.clone();
    other[0] ^= 1;
    return other;
  }

  /// The cookie of a message, null if it has none.
  public static @Nullable CookieOption cookieIn(Message message) {
    OPTRecord opt = message.getOPT();
    return opt == null
        ? null
        : (CookieOption) opt.getOptions(EDNSOption.Code.COOKIE).stream().findFirst().orElse(null);
  }
}
