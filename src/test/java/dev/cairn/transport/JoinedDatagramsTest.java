package dev.cairn.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.wire.TestResponses;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JoinedDatagramsTest {
  private static final int LONGEST = 1_232;

  private final Datagrams out = new Datagrams(64, LONGEST, Arena.ofAuto());
  private final JoinedDatagrams joined = new JoinedDatagrams(out, Arena.ofAuto());
  private int places;

  @Test
  void those_of_one_length_to_one_client_are_one_message() {
    put(1, 50);
    put(2, 50);
    put(1, 50);
    put(1, 60);
    put(2, 50);
    put(1, 50);
    put(1, 60);
    assertThat(messages()).containsExactly(List.of(0, 2, 5), List.of(1, 4), List.of(3, 6));
    assertThat(joined.datagramsFrom(0)).isEqualTo(7);
    assertThat(joined.datagramsFrom(1)).isEqualTo(4);
  }

  /// The kernel cuts by the length of the first; only what is left at the end may be shorter.
  @Test
  void one_that_is_shorter_ends_a_message() {
    put(1, 52);
    put(1, 74);
    put(1, 60);
    put(1, 90);
    put(1, 60);
    put(1, 74);
    assertThat(messages()).containsExactly(List.of(1, 5), List.of(2, 4, 0), List.of(3));
    places = 0;
    put(1, 90);
    put(1, 70);
    put(1, 80);
    put(2, 60);
    put(1, 50);
    assertThat(messages()).containsExactly(List.of(0, 2), List.of(1, 4), List.of(3));
  }

  @Test
  void each_message_is_of_one_client_and_only_its_last_is_shorter() {
    var random = new Random(41);
    for (int round = 0; round < 2_000; round++) {
      places = 0;
      int count = 2 + random.nextInt(63);
      int clients = 1 + random.nextInt(8);
      int lengths = 1 + random.nextInt(12);
      for (int i = 0; i < count; i++) {
        put(random.nextInt(clients), random.nextInt(lengths) * 100, random.nextInt(2));
      }
      if (joined.join(places)) {
        checkMessages();
      }
    }
  }

  private void checkMessages() {
    var seen = new ArrayList<Integer>();
    for (List<Integer> message : messages()) {
      int length = out.contentLength(message.getFirst());
      for (int place : message) {
        assertThat(out.areAlike(message.getFirst(), place)).isTrue();
        int least = place == message.getLast() ? Math.min(1, length) : length;
        assertThat(out.contentLength(place)).isBetween(least, length);
      }
      assertThat(message.size() * length).isLessThanOrEqualTo(65_000);
      seen.addAll(message);
    }
    assertThat(seen).hasSize(places).doesNotHaveDuplicates();
  }

  @Test
  void an_answer_from_another_address_of_ours_is_another_message() {
    put(1, 50, 7);
    put(1, 50, 7);
    put(1, 40, 8);
    put(1, 30);
    assertThat(messages()).containsExactly(List.of(0, 1), List.of(2), List.of(3));
  }

  @Test
  void where_no_two_are_alike_nothing_is_joined() {
    for (int i = 0; i < 64; i++) {
      put(i, 50);
    }
    assertThat(joined.join(places)).isFalse();
  }

  @Test
  void a_message_has_no_more_octets_than_the_kernel_takes() {
    for (int i = 0; i < 64; i++) {
      put(1, LONGEST);
    }
    assertThat(messages()).extracting(List::size).containsExactly(52, 12);
  }

  /// The kernel would take no octets for no segments.
  @Test
  void what_is_empty_is_not_joined() {
    put(1, 0);
    put(1, 0);
    assertThat(joined.join(places)).isFalse();
  }

  @Test
  void a_batch_remembers_nothing_of_the_one_before() {
    put(1, 50);
    put(1, 50);
    assertThat(messages()).containsExactly(List.of(0, 1));
    places = 0;
    put(2, 50);
    put(1, 50);
    assertThat(joined.join(places)).isFalse();
  }

  private void put(int client, int length) {
    put(client, length, 0);
  }

  /// @param source the last octet of our address, 0 if the kernel may choose it
  private void put(int client, int length, int source) {
    byte[] envelope = new byte[Datagrams.CONTROL + (source == 0 ? 0 : 32)];
    envelope[0] = 2;
    envelope[3] = (byte) client;
    if (source != 0) {
      envelope[Datagrams.CONTROL + 20] = (byte) source;
    }
    MemorySegment.copy(
        MemorySegment.ofArray(envelope),
        0,
        out.envelopes(),
        Datagrams.envelopeAt(places),
        envelope.length);
    out.write(places++, TestResponses.ofLength(length), 16, envelope.length - Datagrams.CONTROL);
  }

  private List<List<Integer>> messages() {
    assertThat(joined.join(places)).isTrue();
    var messages = new ArrayList<List<Integer>>();
    for (int message = 0; message < joined.count(); message++) {
      var datagrams = new ArrayList<Integer>();
      for (int place = joined.first(message); place >= 0; place = joined.after(place)) {
        datagrams.add(place);
      }
      messages.add(datagrams);
    }
    return messages;
  }
}
