package dev.cairn.zone;

import dev.cairn.message.Labels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// How long it takes to find a name in a zone of 10,000 hosts, another one each time.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupBenchmark {
  private static final int HOSTS = 10_000; // a prime step goes through all of them
  private static final int STEP = 7_919;

  private final Finding finding = new Finding();
  private final Labels[] present = new Labels[HOSTS];
  private final Labels[] absent = new Labels[HOSTS];
  private final Labels[] covered = new Labels[HOSTS];
  private Zone zone = ZoneText.zone("bench.example.", "@ 300 SOA ns1 h 1 2 3 4 5\n@ 300 NS ns1\n");
  private int next;

  /// Makes the zone and what is looked up in it.
  @Setup
  public void prepare() {
    var text = new StringBuilder("$TTL 300\n@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n");
    text.append("*.wild A 192.0.2.2\n");
    for (int i = 0; i < HOSTS; i++) {
      text.append("host").append(i).append(" A 192.0.2.3\n");
      present[i] = labels("host" + i);
      absent[i] = labels("nobody" + i);
      covered[i] = labels("any" + i + ".wild");
    }
    zone = ZoneText.zone("bench.example.", text.toString());
  }

  private static Labels labels(String relative) {
    return Labels.of(Name.fromConstantString(relative + ".bench.example."));
  }

  @Benchmark
  public Finding.Kind present() {
    return lookUp(present);
  }

  @Benchmark
  public Finding.Kind absent() {
    return lookUp(absent);
  }

  @Benchmark
  public Finding.Kind coveredByAWildcard() {
    return lookUp(covered);
  }

  private Finding.Kind lookUp(Labels[] names) {
    next = (next + STEP) % HOSTS;
    zone.lookup(names[next], Type.A, finding);
    return finding.kind;
  }
}
