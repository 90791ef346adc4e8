package dev.cairn.health;

import java.time.Duration;
import java.util.function.Consumer;

/// One run of a probe. Tells its finding once, on its loop, or never. Belongs to that loop.
interface Trial {

  /// @param told takes the finding; what comes after the first is not heard
  void begin(Consumer<Finding> told);

  /// What it comes to if its time is over.
  Finding late(Duration timeout);

  /// Frees what it holds. Called once, whatever came of it.
  void end();

  /// What is done for a probe.
  static Trial of(Probe probe, DialRule rule, Reach reach) {
    return switch (probe) {
      case Probe.Http http -> new HttpTrial(http, rule, reach);
      case Probe.Tcp tcp -> new TcpTrial(tcp, rule, reach);
      case Probe.Udp udp -> new UdpTrial(udp, rule, reach);
      case Probe.Dns dns -> new DnsTrial(dns, rule, reach);
      case Probe.Script script -> new ScriptTrial(script, reach);
    };
  }
}
