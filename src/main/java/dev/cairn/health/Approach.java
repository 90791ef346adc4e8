package dev.cairn.health;

import dev.cairn.health.Dialling.Opening;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out where a host is, and connects to it if that is allowed. Belongs to one loop.
final class Approach {
  private final Target target;
  private final Reach reach;
  private final Outcome outcome;
  private @Nullable Dialling dialling;
  private boolean isOver;

  /// @param peer null to speak in the clear
  record Target(String host, int port, CheckTls.@Nullable Peer peer) {}

  /// What comes of it: one of the two, once.
  interface Outcome {

    /// @param channel that reads when it is told to
    void connected(Channel channel);

    void failed(String sentence);
  }

  Approach(Target target, Reach reach, Outcome outcome) {
    this.target = target;
    this.reach = reach;
    this.outcome = outcome;
  }

  void begin(DialRule rule) {
    reach.find(target.host(), rule, this::located);
  }

  private void located(Located located) {
    if (isOver) {
      return;
    }
    switch (located) {
      case Located.Refused(String sentence) -> outcome.failed(sentence);
      case Located.Unknown(String sentence) -> outcome.failed(sentence);
      case Located.Found(var addresses) -> {
        var order =
            addresses.stream().map(one -> new InetSocketAddress(one, target.port())).toList();
        reach.open(target.peer(), opening -> dial(order, opening), this::failed);
      }
    }
  }

  private void dial(List<InetSocketAddress> addresses, Opening opening) {
    if (!isOver) {
      dialling = new Dialling(reach, addresses, opening, new Dialled());
      dialling.dial();
    }
  }

  private void failed(Throwable cause) {
    if (!isOver) {
      outcome.failed(Causes.sentence(cause));
    }
  }

  void end() {
    isOver = true;
    if (dialling != null) {
      dialling.end();
    }
  }

  private final class Dialled implements Dialling.Outcome {
    @Override
    public void connected(Channel channel) {
      outcome.connected(channel);
    }

    @Override
    public void failed(Throwable cause) {
      Approach.this.failed(cause);
    }
  }
}
