package dev.cairn.message;

/// What a message's OPT record says (RFC 6891 §6.1).
///
/// @param isPresent whether there was an OPT record; the rest is 0 if not
/// @param udpSize the largest datagram the sender can take, in octets, as it was sent
/// @param version 0 to 255; only 0 is known
/// @param flags the DO bit and the reserved ones
/// @param options those that are answered
public record Edns(boolean isPresent, int udpSize, int version, int flags, EdnsOptions options) {
  public static final Edns ABSENT = new Edns(false, 0, 0, 0, EdnsOptions.NONE);

  /// The largest datagram that we send and ask for, in octets: what passes everywhere unfragmented
  /// (DNS flag day 2020).
  public static final int OUR_UDP_SIZE = 1232;

  /// The DO bit: DNSSEC records are welcome (RFC 3225).
  public static final int DNSSEC_OK = 0x8000;

  /// An OPT record without options.
  public static Edns plain(int udpSize, int version, int flags) {
    return new Edns(true, udpSize, version, flags, EdnsOptions.NONE);
  }

  public boolean dnssecOk() {
    return (flags & DNSSEC_OK) != 0;
  }

  /// The same with the reason that a response gives.
  public Edns because(ExtendedError reason) {
    return new Edns(isPresent, udpSize, version, flags, options.withReason(reason));
  }
}
