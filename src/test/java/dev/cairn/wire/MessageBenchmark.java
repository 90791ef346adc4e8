package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// How long it takes to read a query and to write a response, on the short way and on the clear
/// one.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageBenchmark {
  private static final Name NAME = Name.fromConstantString("www.bench.example.");

  private final byte[] message =
      Message.newQuery(Record.newRecord(NAME, Type.A, DClass.IN)).toWire();
  private final PlainQuery plain = new PlainQuery();
  private final QueryReader reader = new QueryReader();
  private final ResponseWriter writer = new ResponseWriter();
  private final ResponseBuffer out = new ResponseBuffer(Edns.OUR_UDP_SIZE);
  private final Query query =
      new Query(1, Question.in(NAME, Type.A), new Flags(Flags.RD), Edns.ABSENT, Transport.UDP);
  private final RecordSet addresses =
      RecordSet.of(NAME, Type.A, 300, List.of(new byte[4], new byte[] {1, 2, 3, 4}));
  private final Outcome answer =
      new Outcome.Answer(
          List.of(), List.of(addresses), List.of(), List.of(), Standing.AUTHORITATIVE);

  @Benchmark
  public boolean readPlain() {
    return plain.read(message, message.length);
  }

  @Benchmark
  public QueryReader.Reading readClear() {
    return reader.read(message, message.length, Transport.UDP);
  }

  @Benchmark
  public int writeClear() {
    writer.write(query, answer, Offer.NOTHING, out);
    return out.length();
  }
}
