package dev.cairn.health;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Passing if a connection comes about, its handshake included if it has one.
final class TcpTrial implements Trial {
  private final Probe.Tcp probe;
  private final DialRule rule;
  private final Reach reach;
  private @Nullable Approach approach;

  TcpTrial(Probe.Tcp probe, DialRule rule, Reach reach) {
    this.probe = probe;
    this.rule = rule;
    this.reach = reach;
  }

  @Override
  public void begin(Consumer<Finding> told) {
    var outcome =
        new Approach.Outcome() {
          @Override
          public void connected(Channel channel) {
            channel.close();
            told.accept(found(Status.PASSING, "Success"));
          }

          @Override
          public void failed(String sentence) {
            told.accept(found(Status.CRITICAL, sentence));
          }
        };
    approach =
        new Approach(new Approach.Target(probe.host(), probe.port(), peer()), reach, outcome);
    approach.begin(rule);
  }

  private CheckTls.@Nullable Peer peer() {
    Probe.Tls tls = probe.tls();
    if (tls == null) {
      return null;
    }
    String name = tls.serverName().isEmpty() ? Host.bare(probe.host()) : tls.serverName();
    return new CheckTls.Peer(name, probe.port(), tls.isVerified());
  }

  @Override
  public Finding late(Duration timeout) {
    return found(Status.CRITICAL, Causes.timeout(timeout));
  }

  private Finding found(Status status, String what) {
    return new Finding(
        status, "TCP connect " + Host.withPort(probe.host(), probe.port()) + ": " + what);
  }

  @Override
  public void end() {
    if (approach != null) {
      approach.end();
    }
  }
}
