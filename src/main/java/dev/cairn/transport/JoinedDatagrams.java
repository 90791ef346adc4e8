package dev.cairn.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The datagrams of a batch that leaves, joined where they can be: those that go to one client from
/// one address and are equally long are one message for the kernel, which cuts it into datagrams
/// again behind most of its own way (UDP_SEGMENT of `udp(7)`, Linux 4.18). What is left after the
/// last cut may be shorter, so one that has no equals ends a message of longer ones. It helps with
/// clients that ask much by few sockets, as load balancers and other forwarders do. Belongs to one
/// thread.
///
/// ```
/// bucket of a client ─► 90 ─► 74 74 74 ─► 60 60 ─► 52      the longest first
/// what leaves           90    74 74 74    60 60 52
/// ```
final class JoinedDatagrams {
  /// Batches that leave one by one after a message that the kernel did not take.
  static final int PAUSE = 1_000;

  private static final int UDP_LEVEL = 17; // SOL_UDP
  private static final int SEGMENT = 103; // UDP_SEGMENT
  private static final int SEGMENT_LENGTH = 18; // of a cmsghdr and the size of a segment
  private static final int MOST_OCTETS = 65_000; // of a message; the kernel takes 65,507 with IPv4
  private static final int BUCKETS = 256;
  private static final int NONE = -1;

  private final Datagrams datagrams;
  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final int[] buckets = new int[BUCKETS];
  private final int[] begun = new int[BUCKETS]; // buckets that are in use
  private final int[] beside; // message of the same bucket, for each message
  private final int[] first; // datagram of each message
  private final int[] last;
  private final int[] sizes;
  private final int[] next; // datagram of the same message, for each datagram
  private final int[] open; // messages that a shorter datagram may end
  private int count;
  private int used;

  JoinedDatagrams(Datagrams datagrams, Arena arena) {
    this.datagrams = datagrams;
    int capacity = datagrams.capacity();
    headers = arena.allocate((long) capacity * Datagrams.HEADER, Datagrams.HEADER);
    vectors = arena.allocate((long) capacity * Datagrams.VECTOR, Datagrams.VECTOR);
    beside = new int[capacity];
    first = new int[capacity];
    last = new int[capacity];
    sizes = new int[capacity];
    next = new int[capacity];
    open = new int[capacity];
  }

  /// Whether the kernel cuts messages: an older one would send them whole.
  static boolean isKnown(LinuxSocket socket) {
    try {
      socket.getIntOpt(UDP_LEVEL, SEGMENT);
      return true;
    } catch (IOException _) {
      return false; // ENOPROTOOPT
    }
  }

  /// Joins the datagrams in the first places.
  ///
  /// @return whether any are joined; if not, there are no messages here
  boolean join(int places) {
    count = 0;
    used = 0;
    Arrays.fill(buckets, NONE);
    for (int place = 0; place < places; place++) {
      enter(place);
    }
    for (int i = 0; i < used; i++) {
      endLonger(buckets[begun[i]]);
    }
    closeUp();
    if (count == places) {
      return false;
    }
    layOut();
    return true;
  }

  /// Adds a datagram to those that it equals, or begins a message behind the longer ones.
  private void enter(int place) {
    int length = datagrams.contentLength(place);
    int bucket = datagrams.hash(place) & BUCKETS - 1;
    int before = NONE;
    int message = buckets[bucket];
    next[place] = NONE;
    for (; message != NONE && lengthOf(message) >= length; message = beside[message]) {
      if (lengthOf(message) == length && takes(message, place)) {
        append(message, place);
        return;
      }
      before = message;
    }
    first[count] = place;
    last[count] = place;
    sizes[count] = 1;
    beside[count] = message;
    if (before != NONE) {
      beside[before] = count;
    } else {
      if (message == NONE) {
        begun[used++] = bucket;
      }
      buckets[bucket] = count;
    }
    count++;
  }

  /// Has those of a bucket that are alone end longer ones.
  private void endLonger(int head) {
    int opened = 0;
    for (int message = head; message != NONE; message = beside[message]) {
      boolean isAlone = sizes[message] == 1;
      if (isAlone && opened > 0 && takes(open[opened - 1], first[message])) {
        append(open[--opened], first[message]);
        sizes[message] = 0;
      } else {
        open[opened++] = message;
      }
    }
  }

  /// Leaves out the messages that others took.
  private void closeUp() {
    int kept = 0;
    for (int message = 0; message < count; message++) {
      if (sizes[message] > 0) {
        first[kept] = first[message];
        sizes[kept++] = sizes[message];
      }
    }
    count = kept;
  }

  private void append(int message, int place) {
    next[last[message]] = place;
    last[message] = place;
    sizes[message]++;
  }

  private int lengthOf(int message) {
    return datagrams.contentLength(first[message]);
  }

  /// Whether a datagram, no longer than those of a message, may follow them.
  private boolean takes(int message, int place) {
    return datagrams.contentLength(place) > 0
        && (sizes[message] + 1) * lengthOf(message) <= MOST_OCTETS
        && datagrams.areAlike(first[message], place);
  }

  private void layOut() {
    int vector = 0;
    for (int message = 0; message < count; message++) {
      int place = first[message];
      long header = (long) message * Datagrams.HEADER;
      datagrams.copyEnvelope(place, headers, header);
      headers.set(
          JAVA_LONG,
          header + Datagrams.VECTOR_POINTER,
          vectors.address() + (long) vector * Datagrams.VECTOR);
      headers.set(JAVA_LONG, header + Datagrams.VECTOR_COUNT, sizes[message]);
      if (sizes[message] > 1) {
        headers.set(JAVA_LONG, header + Datagrams.CONTROL_LENGTH, sayLength(place));
      }
      for (; place != NONE; place = next[place]) {
        datagrams.copyVector(place, vectors, (long) vector++ * Datagrams.VECTOR);
      }
    }
  }

  /// Adds how long a datagram is to the control messages of its envelope; octets of all of them.
  ///
  /// ```
  /// 0 octets, those of no padding │ 8 level │ 12 type │ 16 length of a segment │ 18 padding
  /// ```
  private int sayLength(int place) {
    int others = datagrams.controlLength(place);
    long at = Datagrams.controlAt(place) + others;
    MemorySegment envelopes = datagrams.envelopes();
    envelopes.set(JAVA_LONG, at, SEGMENT_LENGTH);
    envelopes.set(JAVA_INT, at + 8, UDP_LEVEL);
    envelopes.set(JAVA_INT, at + 12, SEGMENT);
    envelopes.set(JAVA_SHORT, at + 16, (short) datagrams.contentLength(place));
    return others + Datagrams.SEGMENT_CONTROL;
  }

  /// How many messages there are.
  int count() {
    return count;
  }

  /// The messages from one on, as `sendmmsg` takes them.
  MemorySegment headers(int message) {
    return message == 0 ? headers : headers.asSlice((long) message * Datagrams.HEADER);
  }

  /// The first datagram of a message; the others follow by [#after].
  int first(int message) {
    return first[message];
  }

  /// The next datagram of the same message; below 0 if there is none.
  int after(int place) {
    return next[place];
  }

  /// How many datagrams the messages from one on have.
  int datagramsFrom(int message) {
    int datagrams = 0;
    for (int i = message; i < count; i++) {
      datagrams += sizes[i];
    }
    return datagrams;
  }
}
