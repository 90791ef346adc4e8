package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.cairn.message.Outcome;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.resolve.Report;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What the cache says that it takes is what it takes.
class WeightTest {
  private static final int ANSWERS = 100_000;

  @Test
  void an_address_takes_at_most_400_octets_of_heap_and_no_more_than_is_said() {
    var cache = new AnswerCache(1L << 30, Ticker.systemTicker(), new SecureRandom(), Runnable::run);
    CacheView view = cache.view(CacheFixture.SCOPE, CacheFixture.POLICY);
    keep(view, 0, 100); // what is made once is there
    long before = heap();
    keep(view, 100, ANSWERS + 100);
    long taken = heap() - before;
    assertThat(cache.entries()).isEqualTo(ANSWERS + 100);
    double entry = (double) taken / ANSWERS;
    double said = (double) cache.octets() / (ANSWERS + 100);
    assertThat(entry).isLessThan(400);
    assertThat(said).isBetween(0.9 * entry, 1.3 * entry);
  }

  private static void keep(CacheView view, int from, int to) {
    for (int i = from; i < to; i++) {
      String name = "host" + i + ".example.com.";
      byte[] address = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
      var set = RecordSet.of(Name.fromConstantString(name), Type.A, 3_600, List.of(address));
      var answer = new Outcome.Answer(List.of(), List.of(set), List.of(), List.of(), Standing.TOLD);
      Told.keep(view, Told.address(name), new Report(answer, "192.0.2.53:53", 0));
    }
  }

  private static long heap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
