package dev.cairn.message;

import org.xbill.DNS.Name;

/// A transaction signature, as it stands in a message (RFC 8945 §4.2).
///
/// @param key the name of the key that it was made with
/// @param algorithm the name of the algorithm
/// @param signed when, in seconds since 1970, 48 bits
/// @param fudge seconds by which the clocks of both sides may differ
/// @param mac the code itself; empty where there is nobody to sign for
/// @param originalId of the message as it was signed, whatever forwarders made of it
/// @param error why a query's signature was not taken, 0 if it was
/// @param other the server's time in 6 octets where that is the error, else empty
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record Tsig(
    Name key,
    Name algorithm,
    long signed,
    int fudge,
    byte[] mac,
    int originalId,
    int error,
    byte[] other) {
  /// Seconds that clocks may usually differ (RFC 8945 §10).
  public static final int USUAL_FUDGE = 300;

  private static final byte[] NOTHING = {};

  /// What is said of a signature that was not taken, unsigned (RFC 8945 §5.3.2).
  public Tsig refused(int why) {
    return new Tsig(key, algorithm, signed, fudge, NOTHING, originalId, why, NOTHING);
  }
}
