package dev.cairn.upstream;

import java.util.List;

/// A certificate that a scripted server may show. All but the self-signed one come from the same
/// authority.
public enum ServerCertificate {
  /// For [TestCertificates#NAME] and 127.0.0.1.
  RIGHT("-ext", "san=dns:" + TestCertificates.NAME + ",ip:127.0.0.1"),
  /// For another name and another address.
  WRONG_NAME("-ext", "san=dns:other.test.example,ip:192.0.2.1"),
  /// For the right ones, until a week ago.
  EXPIRED(
      "-ext",
      "san=dns:" + TestCertificates.NAME + ",ip:127.0.0.1",
      "-startdate",
      "-14d",
      "-validity",
      "7"),
  /// For the right ones, from nobody.
  SELF_SIGNED("-ext", "san=dns:" + TestCertificates.NAME + ",ip:127.0.0.1");

  private final List<String> options;

  ServerCertificate(String... options) {
    this.options = List.of(options);
  }

  /// What keytool has to be told.
  List<String> options() {
    return options;
  }
}
