package dev.cairn.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Passing for any reply to a line feed, and for silence; critical if a port is closed.
final class UdpTrial implements Trial {
  private static final byte[] KNOCK = {'\n'};

  private final Probe.Udp probe;
  private final DialRule rule;
  private final Reach reach;
  private final List<Channel> channels = new ArrayList<>();
  private boolean isSent;
  private boolean isOver;

  UdpTrial(Probe.Udp probe, DialRule rule, Reach reach) {
    this.probe = probe;
    this.rule = rule;
    this.reach = reach;
  }

  @Override
  public void begin(Consumer<Finding> told) {
    reach.find(probe.host(), rule, located -> send(located, told));
  }

  private void send(Located located, Consumer<Finding> told) {
    if (isOver) {
      return;
    }
    switch (located) {
      case Located.Refused(String sentence) -> told.accept(found(Status.CRITICAL, sentence));
      case Located.Unknown(String sentence) -> told.accept(found(Status.CRITICAL, sentence));
      case Located.Found(var addresses) -> {
        isSent = true;
        var to = new InetSocketAddress(addresses.getFirst(), probe.port());
        channels.add(Datagrams.send(reach, to, Unpooled.wrappedBuffer(KNOCK), new Heard(told)));
      }
    }
  }

  private final class Heard implements Datagrams.Outcome {
    private final Consumer<Finding> told;

    Heard(Consumer<Finding> told) {
      this.told = told;
    }

    @Override
    public void received(ByteBuf datagram) {
      told.accept(found(Status.PASSING, "Success"));
    }

    @Override
    public void failed(String sentence) {
      told.accept(found(Status.CRITICAL, sentence));
    }
  }

  @Override
  public Finding late(Duration timeout) {
    return isSent
        ? found(Status.PASSING, "Success")
        : found(Status.CRITICAL, Causes.timeout(timeout));
  }

  private Finding found(Status status, String what) {
    return new Finding(
        status, "UDP connect " + Host.withPort(probe.host(), probe.port()) + ": " + what);
  }

  @Override
  public void end() {
    isOver = true;
    channels.forEach(Dialling::close);
  }
}
