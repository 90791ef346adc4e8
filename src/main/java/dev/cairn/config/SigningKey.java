package dev.cairn.config;

import org.xbill.DNS.Name;

/// One `[[key]]`: a secret that other servers share, to sign messages with (RFC 8945).
///
/// @param name absolute
/// @param secret in base64
public record SigningKey(Name name, Algorithm algorithm, String secret) {

  /// What messages and the manual give as an example.
  static final String SHOWN = "TGV0IG5vYm9keSBrbm93IHRoaXMgb25lLCBwbGVhc2U=";

  /// How messages are signed.
  public enum Algorithm {
    HMAC_SHA1,
    HMAC_SHA224,
    HMAC_SHA256,
    HMAC_SHA384,
    HMAC_SHA512;

    public static final Algorithm DEFAULT = HMAC_SHA256;
  }

  /// Whether its secret is the one that the manual shows, and so none.
  public boolean isOfManual() {
    return secret.equals(SHOWN);
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "key " + name;
  }
}
