package dev.cairn.upstream;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.Transport;
import dev.cairn.upstream.Timekeeper.Alarm;
import dev.cairn.wire.Reply;
import io.netty.channel.EventLoop;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Type;

/// Finds out whether what is asked of an upstream comes back to us: it is asked for a name that
/// nobody else can know, and if somebody then asks us for that name, it does. The name lies below
/// the one that was asked for, so that it goes the same way.
public final class LoopTest {
  private static final int BITS = 128;
  private static final int LONGEST_NAME = 250; // octets
  private static final long PATIENCE = Duration.ofSeconds(2).toNanos();
  private static final long SELDOM = Duration.ofSeconds(10).toNanos();

  private final Means means;
  private final Map<Name, Upstream> underWay = new ConcurrentHashMap<>();
  private final Map<Upstream, Long> begun = new ConcurrentHashMap<>();

  LoopTest(Means means) {
    this.means = means;
  }

  /// Whether a client asks for a name that we made up: then the upstream that was asked for it is
  /// left alone from now on.
  public boolean isOurs(Name name) {
    if (underWay.isEmpty()) {
      return false;
    }
    Upstream looping = underWay.remove(name);
    if (looping != null) {
      looping.loops();
    }
    return looping != null;
  }

  /// Begins a test; nothing if there was one within the last ten seconds, unless the upstream came
  /// back since then.
  ///
  /// @param near the name that goes the way that is tested
  void begin(Upstream upstream, Name near) {
    long now = means.time().read();
    Long last = begun.put(upstream, now);
    if (last != null && now - last < SELDOM && upstream.recoveredAt() - last < 0) {
      begun.put(upstream, last);
      return;
    }
    EventLoop loop = means.sockets().home();
    loop.execute(() -> new Test(upstream, nameOfOurs(near), loop).begin());
  }

  void forget(Upstream upstream) {
    begun.remove(upstream);
  }

  private Name nameOfOurs(Name near) {
    String random = new BigInteger(BITS, means.random()).toString(36);
    Name label = Name.fromConstantString("cairn-loop-test-" + random);
    Name below = near;
    while (below.length() + label.length() > LONGEST_NAME) {
      below = new Name(below, 1);
    }
    try {
      return Name.concatenate(label, below);
    } catch (NameTooLongException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Test implements Listener {
    private final Upstream upstream;
    private final Name name;
    private final EventLoop loop;
    private @Nullable Call call;
    private Alarm timeout = Alarm.NONE;
    private boolean isEnded;

    Test(Upstream upstream, Name name, EventLoop loop) {
      this.upstream = upstream;
      this.name = name;
      this.loop = loop;
    }

    void begin() {
      underWay.put(name, upstream);
      var query =
          new Query(
              0, Question.in(name, Type.TXT), Flags.RECURSIVE_QUERY, Edns.ABSENT, Transport.UDP);
      timeout = means.time().in(PATIENCE, loop, this::end);
      Call asked = upstream.ask(Inquiry.of(query), loop, this);
      call = asked;
      if (asked == null || isEnded) { // at once, when there was no call to drop
        end();
      }
    }

    /// It was answered, and not by us.
    @Override
    public void heard(Reply reply, long nanos) {
      end();
    }

    @Override
    public boolean takesSend() {
      return true;
    }

    @Override
    public void failed(Failure failure) {
      end();
    }

    private void end() {
      isEnded = true;
      timeout.cancel();
      underWay.remove(name);
      if (call != null) {
        call.drop();
      }
    }
  }
}
