package dev.cairn.guard;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// A secret that two servers share, to sign messages with (RFC 8945).
public final class Key {
  private final Name name;
  private final Algorithm algorithm;
  private final Name algorithmName;
  private final byte[] secret;

  /// How codes are made (RFC 8945 §6); those of MD5 are not offered.
  public enum Algorithm {
    HMAC_SHA1("HmacSHA1", 20),
    HMAC_SHA224("HmacSHA224", 28),
    HMAC_SHA256("HmacSHA256", 32),
    HMAC_SHA384("HmacSHA384", 48),
    HMAC_SHA512("HmacSHA512", 64);

    private final String word;
    private final int octets;

    Algorithm(String word, int octets) {
      this.word = word;
      this.octets = octets;
    }

    /// As messages have it.
    private Name wireName() {
      return Name.fromConstantString(name().toLowerCase(Locale.ROOT).replace('_', '-') + ".");
    }

    /// Octets of a code.
    int octets() {
      return octets;
    }
  }

  /// @param name absolute
  /// @param secret at least one octet
  public Key(Name name, Algorithm algorithm, byte[] secret) {
    this.name = name;
    this.algorithm = algorithm;
    this.algorithmName = algorithm.wireName();
    this.secret = secret.clone();
  }

  public Name name() {
    return name;
  }

  /// The algorithm's name, as messages have it.
  Name algorithmName() {
    return algorithmName;
  }

  int octets() {
    return algorithm.octets();
  }

  /// Makes codes; belongs to one thread.
  Mac mac() {
    try {
      Mac mac = Mac.getInstance(algorithm.word);
      mac.init(new SecretKeySpec(secret, algorithm.word));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + algorithm.word, e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key key
        && name.equals(key.name)
        && algorithm == key.algorithm
        && Arrays.equals(secret, key.secret);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "key " + name;
  }
}
