package dev.cairn.consul;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Digests that every Java has.
final class Digest {
  private Digest() {}

  /// In hexadecimal.
  static String sha256(byte[] octets) {
    return HexFormat.of().formatHex(of("SHA-256").digest(octets));
  }

  static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
