package dev.cairn.cli;

import dev.cairn.bench.Latencies;
import dev.cairn.bench.Tally;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.xbill.DNS.Rcode;
import tools.jackson.databind.json.JsonMapper;

/// Says what became of a load.
record BenchPrinter(ServerAddress server, Tally tally) {
  private static final int RCODES = 16;
  private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

  void print(boolean asJson, PrintWriter out) {
    if (asJson) {
      out.println(JsonMapper.shared().writeValueAsString(json()));
    } else {
      text(out);
    }
  }

  private void text(PrintWriter out) {
    double seconds = tally.nanos() / 1e9;
    out.printf(Locale.ROOT, "server    %s%n", server);
    out.printf(
        Locale.ROOT,
        "asked     %,d in %.1f s (%,.0f/s)%n",
        tally.asked(),
        seconds,
        tally.asked() / seconds);
    out.printf(
        Locale.ROOT,
        "answered  %,d (%,.0f/s)%s%n",
        tally.answered(),
        tally.answered() / seconds,
        rcodes());
    out.printf(
        Locale.ROOT,
        "lost      %,d (%.3f %%)%n",
        tally.lost(),
        100.0 * tally.lost() / Math.max(tally.asked(), 1));
    others(out);
    if (tally.answered() > 0) {
      out.println("latency   " + latencies());
    }
  }

  private void others(PrintWriter out) {
    if (tally.truncated() > 0) {
      out.printf(Locale.ROOT, "truncated %,d%n", tally.truncated());
    }
    if (tally.strange() > 0) {
      out.printf(Locale.ROOT, "strange   %,d messages, late or no answer%n", tally.strange());
    }
    if (tally.broken() > 0) {
      out.printf(Locale.ROOT, "broken    %,d times closed or not reachable%n", tally.broken());
    }
  }

  private String rcodes() {
    var text = new StringBuilder();
    for (int rcode = 0; rcode < RCODES; rcode++) {
      if (tally.answered(rcode) > 0) {
        text.append(
            String.format(Locale.ROOT, "  %s %,d", Rcode.string(rcode), tally.answered(rcode)));
      }
    }
    return text.toString();
  }

  private String latencies() {
    Latencies all = tally.latencies();
    var text = new StringBuilder();
    for (double quantile : QUANTILES) {
      text.append(label(quantile)).append(' ').append(micros(all.quantile(quantile))).append("  ");
    }
    return text.append("max ").append(micros(all.longest())).toString();
  }

  private static String label(double quantile) {
    String percent = String.format(Locale.ROOT, "%.1f", 100 * quantile);
    return "p" + (percent.endsWith(".0") ? percent.substring(0, percent.length() - 2) : percent);
  }

  private static String micros(long nanos) {
    return nanos < 10_000_000
        ? String.format(Locale.ROOT, "%,d µs", nanos / 1_000)
        : Amounts.millis(nanos / 1e6);
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("server", server.toString());
    json.put("seconds", tally.nanos() / 1e9);
    json.put("asked", tally.asked());
    json.put("answered", tally.answered());
    json.put("lost", tally.lost());
    json.put("truncated", tally.truncated());
    json.put("strange", tally.strange());
    json.put("broken", tally.broken());
    Map<String, Long> rcodes = new LinkedHashMap<>();
    for (int rcode = 0; rcode < RCODES; rcode++) {
      if (tally.answered(rcode) > 0) {
        rcodes.put(Rcode.string(rcode), tally.answered(rcode));
      }
    }
    json.put("rcodes", rcodes);
    Map<String, Double> latency = new LinkedHashMap<>();
    for (double quantile : QUANTILES) {
      latency.put(label(quantile), tally.latencies().quantile(quantile) / 1e3);
    }
    latency.put("max", tally.latencies().longest() / 1e3);
    json.put("latencyMicros", latency);
    return json;
  }
}
