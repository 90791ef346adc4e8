package dev.cairn.transport;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.cairn.wire.ResponseBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/// Room for a batch of datagrams, laid out once as `recvmmsg` and `sendmmsg` want it on Linux of 64
/// bits. Belongs to one thread.
///
/// ```
/// mmsghdr, 64 octets    0 name* │ 8 length │ 16 iovec* │ 24 one │ 32 control* │ 40 length │ 48 flags │ 56 octets received
/// iovec, 16 octets      0 content* │ 8 length
/// envelope, 96 octets   0 name: sockaddr_in │ sockaddr_in6     see Clients
///                      32 control: cmsghdr and in_pktinfo │ in6_pktinfo     see PacketSource
///                         cmsghdr and the length of a segment     see JoinedDatagrams
/// ```
final class Datagrams {
  /// Octets of an envelope, and where in it the control messages are.
  static final int ENVELOPE = 96;

  static final int CONTROL = 32;

  /// Octets of the control message that says how long segments are.
  static final int SEGMENT_CONTROL = 24;

  static final int HEADER = 64;
  static final int VECTOR_POINTER = 16;
  static final int VECTOR_COUNT = 24;
  static final int CONTROL_LENGTH = 40;
  static final int VECTOR = 16;

  private static final int NAME_LENGTH = 8;
  private static final int CONTROL_POINTER = 32;
  private static final int OCTETS = 56;
  private static final int VECTOR_LENGTH = 8;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // of bits, 2^64 / golden ratio

  private final int capacity;
  private final int size;
  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment envelopes;
  private final MemorySegment contents;
  private final MemorySegment error;

  /// @param capacity how many datagrams
  /// @param size octets of the largest
  Datagrams(int capacity, int size, Arena arena) {
    this.capacity = capacity;
    this.size = size;
    headers = arena.allocate((long) capacity * HEADER, HEADER);
    vectors = arena.allocate((long) capacity * VECTOR, VECTOR);
    envelopes = arena.allocate((long) capacity * ENVELOPE, VECTOR);
    contents = arena.allocate((long) capacity * size, HEADER);
    error = arena.allocate(Linker.Option.captureStateLayout());
    for (int i = 0; i < capacity; i++) {
      long header = (long) i * HEADER;
      long vector = (long) i * VECTOR;
      headers.set(JAVA_LONG, header, envelopes.address() + envelopeAt(i));
      headers.set(JAVA_LONG, header + VECTOR_POINTER, vectors.address() + vector);
      headers.set(JAVA_LONG, header + VECTOR_COUNT, 1);
      headers.set(JAVA_LONG, header + CONTROL_POINTER, envelopes.address() + controlAt(i));
      vectors.set(JAVA_LONG, vector, contents.address() + (long) i * size);
      vectors.set(JAVA_LONG, vector + VECTOR_LENGTH, size);
    }
    empty(capacity);
  }

  int capacity() {
    return capacity;
  }

  MemorySegment headers(int first) {
    return first == 0 ? headers : headers.asSlice(headerAt(first));
  }

  /// Where a call leaves the number of its error.
  MemorySegment error() {
    return error;
  }

  MemorySegment envelopes() {
    return envelopes;
  }

  static long headerAt(int index) {
    return (long) index * HEADER;
  }

  static long envelopeAt(int index) {
    return (long) index * ENVELOPE;
  }

  static long controlAt(int index) {
    return envelopeAt(index) + CONTROL;
  }

  /// Makes the first places ready to be received into, again.
  void empty(int count) {
    for (int i = 0; i < count; i++) {
      long header = (long) i * HEADER;
      headers.set(JAVA_INT, header + NAME_LENGTH, CONTROL);
      headers.set(JAVA_LONG, header + CONTROL_LENGTH, ENVELOPE - CONTROL);
    }
  }

  /// Octets of what was received; what did not fit is cut off.
  int length(int index) {
    return headers.get(JAVA_INT, (long) index * HEADER + OCTETS);
  }

  /// Copies what was received.
  void read(int index, byte[] into, int length) {
    MemorySegment.copy(contents, JAVA_BYTE, (long) index * size, into, 0, length);
  }

  /// Octets of control messages that came with a datagram.
  int controlLength(int index) {
    return (int) headers.get(JAVA_LONG, (long) index * HEADER + CONTROL_LENGTH);
  }

  /// Octets of the content that was put in a place.
  int contentLength(int index) {
    return (int) vectors.get(JAVA_LONG, (long) index * VECTOR + VECTOR_LENGTH);
  }

  /// A number that is the same for all that goes to one receiver.
  int hash(int index) {
    return (int) (name(index) * SPREAD >>> Integer.SIZE);
  }

  /// Whether two contents leave from one address for one receiver.
  boolean areAlike(int one, int other) {
    int control = controlLength(one);
    return name(one) == name(other)
        && control == controlLength(other)
        && isSame(envelopeAt(one), envelopeAt(other), nameLength(one))
        && isSame(controlAt(one), controlAt(other), control);
  }

  /// The octets of the receiver's address that differ most: family, port, and an IPv4 address.
  private long name(int index) {
    return envelopes.get(JAVA_LONG, envelopeAt(index));
  }

  private boolean isSame(long one, long other, int length) {
    return MemorySegment.mismatch(envelopes, one, one + length, envelopes, other, other + length)
        < 0;
  }

  private int nameLength(int index) {
    return headers.get(JAVA_INT, headerAt(index) + NAME_LENGTH);
  }

  /// Copies where the content of a place is and how long. Number by number, as copying octets is a
  /// lot of code for so few.
  void copyVector(int index, MemorySegment into, long at) {
    long vector = (long) index * VECTOR;
    into.set(JAVA_LONG, at, vectors.get(JAVA_LONG, vector));
    into.set(JAVA_LONG, at + VECTOR_LENGTH, vectors.get(JAVA_LONG, vector + VECTOR_LENGTH));
  }

  /// Copies whose name and which control messages belong to a place.
  void copyEnvelope(int index, MemorySegment into, long at) {
    long header = headerAt(index);
    into.set(JAVA_LONG, at, headers.get(JAVA_LONG, header));
    into.set(JAVA_LONG, at + NAME_LENGTH, headers.get(JAVA_LONG, header + NAME_LENGTH));
    into.set(JAVA_LONG, at + CONTROL_POINTER, headers.get(JAVA_LONG, header + CONTROL_POINTER));
    into.set(JAVA_LONG, at + CONTROL_LENGTH, headers.get(JAVA_LONG, header + CONTROL_LENGTH));
  }

  /// Puts content in a place, to be sent as the envelope there says.
  ///
  /// @param nameLength octets of the receiver's address
  /// @param controlLength octets of control messages, 0 for none
  void write(int index, ResponseBuffer content, int nameLength, int controlLength) {
    MemorySegment.copy(
        content.bytes(), 0, contents, JAVA_BYTE, (long) index * size, content.length());
    long header = (long) index * HEADER;
    headers.set(JAVA_INT, header + NAME_LENGTH, nameLength);
    headers.set(JAVA_LONG, header + CONTROL_LENGTH, controlLength);
    vectors.set(JAVA_LONG, (long) index * VECTOR + VECTOR_LENGTH, content.length());
  }
}
