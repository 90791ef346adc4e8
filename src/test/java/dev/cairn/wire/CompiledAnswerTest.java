package dev.cairn.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Remarked;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Outcomes in few octets, and back.
class CompiledAnswerTest {
  private static final Question WWW =
      Question.in(Name.fromConstantString("www.example.com."), Type.A);
  private static final List<RecordSet> ADDRESS = Told.sets("www.example.com. 300 IN A 192.0.2.1");
  private static final List<RecordSet> ALIASES =
      Told.sets(
          "www.example.com. 20 IN CNAME a.example.com.",
          "a.example.com. 30 IN CNAME b.example.net.");
  private static final List<RecordSet> PROOF =
      Told.sets(Told.SOA, "a.example.com. 300 IN NSEC b.example.com. A RRSIG NSEC");

  @Test
  void an_address_takes_few_octets() {
    byte[] compiled = compiled(new Answer(List.of(), ADDRESS, List.of(), List.of(), Standing.TOLD));
    assertThat(compiled).hasSize(10 + 16);
  }

  @Test
  void what_was_compiled_is_read_again() {
    var standing = Standing.TOLD_AS_VALIDATED;
    List<Outcome> outcomes =
        List.of(
            new Answer(List.of(), ADDRESS, List.of(), List.of(), Standing.TOLD),
            new Answer(
                ALIASES,
                List.of(several("b.example.net.", 200)),
                PROOF,
                List.of(several("c.example.", 2)),
                standing),
            new NoData(List.of(), List.of(), Standing.TOLD),
            new NoData(ALIASES, PROOF, standing),
            new NxDomain(List.of(), PROOF, Standing.TOLD),
            new NxDomain(ALIASES, PROOF, standing),
            new Remarked(
                new NxDomain(List.of(), PROOF, Standing.TOLD), new ExtendedError(15, "by policy")),
            new Remarked(
                new Answer(List.of(), ADDRESS, List.of(), List.of(), Standing.TOLD),
                new ExtendedError(4, "")),
            new Alias(ALIASES, PROOF, Name.fromConstantString("b.example.net."), Standing.TOLD));
    for (Outcome outcome : outcomes) {
      Outcome read = CompiledReader.outcome(compiled(outcome), WWW, IntUnaryOperator.identity());
      assertThat(shown(read)).isEqualTo(shown(outcome));
    }
  }

  @Test
  void the_names_of_the_question_come_back_in_its_case() {
    byte[] compiled = compiled(new Answer(ALIASES, ADDRESS, List.of(), List.of(), Standing.TOLD));
    var asked = Question.in(Name.fromConstantString("wWw.eXample.cOm."), Type.A);
    var read = (Answer) CompiledReader.outcome(compiled, asked, ttl -> ttl - 5);
    assertThat(read).isNotNull();
    assertThat(read.aliases())
        .hasToString("[wWw.eXample.cOm. 15 CNAME ×1, a.eXample.cOm. 25 CNAME ×1]");
    assertThat(compiled(read)).isEqualTo(AnswerCompiler.compile(WWW, withTtls(5)));
  }

  private static Outcome withTtls(int less) {
    return new Answer(
        RecordSet.withTtls(ALIASES, ttl -> ttl - less),
        RecordSet.withTtls(ADDRESS, ttl -> ttl - less),
        List.of(),
        List.of(),
        Standing.TOLD);
  }

  @Test
  void what_is_no_answer_or_too_large_is_not_compiled() {
    var elsewhere = new Alias(ALIASES, List.of(), Name.root, Standing.TOLD);
    assertThat(AnswerCompiler.compile(WWW, elsewhere)).isNull();
    assertThat(AnswerCompiler.compile(WWW, Told.failed("why"))).isNull();
    assertThat(AnswerCompiler.compile(WWW, Outcome.NOT_MINE)).isNull();
    assertThat(AnswerCompiler.compile(WWW, answer(several("www.example.com.", 256)))).isNotNull();
    assertThat(AnswerCompiler.compile(WWW, answer(several("www.example.com.", 257)))).isNull();
    var text = RecordSet.of(WWW.name(), Type.TXT, 1, List.of(new byte[40_000]));
    assertThat(AnswerCompiler.compile(WWW, answer(text))).isNotNull();
    var more = RecordSet.of(WWW.name(), Type.NULL, 1, List.of(new byte[40_000]));
    assertThat(AnswerCompiler.compile(WWW, answer(text, more))).isNull();
  }

  @Test
  void octets_that_nobody_compiled_are_refused_or_read_and_never_throw() {
    var random = new Random(8);
    var answer = new Answer(ALIASES, ADDRESS, PROOF, List.of(), Standing.TOLD_AS_VALIDATED);
    byte[] plain = compiled(answer);
    byte[] remarked = compiled(new Remarked(answer, new ExtendedError(4, "forged")));
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] good = i % 2 == 0 ? plain : remarked;
      byte[] octets =
          Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
      for (int changes = random.nextInt(4); changes > 0 && octets.length > 0; changes--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      }
      read += CompiledReader.outcome(octets, WWW, IntUnaryOperator.identity()) == null ? 0 : 1;
    }
    assertThat(read).isBetween(10_000, 90_000);
  }

  private static Answer answer(RecordSet... records) {
    return new Answer(List.of(), List.of(records), List.of(), List.of(), Standing.TOLD);
  }

  private static RecordSet several(String owner, int count) {
    List<byte[]> rdata =
        IntStream.range(0, count)
            .mapToObj(i -> new byte[] {10, 0, (byte) (i >> 8), (byte) i})
            .toList();
    return RecordSet.of(Name.fromConstantString(owner), Type.A, 300, rdata);
  }

  private static byte[] compiled(Outcome outcome) {
    byte[] compiled = AnswerCompiler.compile(WWW, outcome);
    assertThat(compiled).isNotNull();
    return compiled;
  }

  /// The outcome, with the octets of its records.
  private static String shown(@Nullable Outcome outcome) {
    if (outcome instanceof Answer a) {
      return outcome + octets(a.aliases()) + octets(a.records()) + octets(a.authority());
    }
    return String.valueOf(outcome);
  }

  private static String octets(List<RecordSet> sets) {
    return sets.stream()
        .flatMap(set -> set.rdata().stream())
        .map(Arrays::toString)
        .toList()
        .toString();
  }
}
