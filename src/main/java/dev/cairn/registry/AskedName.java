package dev.cairn.registry;

/// What a name at or below the domain stands for.
sealed interface AskedName {

  /// The domain itself.
  record Apex() implements AskedName {}

  /// @param service in lower case
  /// @param tag that its instances must have, in lower case; empty for none
  record OfService(String service, String tag, Form form) implements AskedName {}

  /// @param node in lower case
  record OfNode(String node) implements AskedName {}

  /// @param octets 4 or 16
  record OfAddress(byte[] octets) implements AskedName {}

  /// There is nothing at it, but below it (RFC 8020 §2).
  record Between() implements AskedName {}

  /// There is no such name.
  record Nothing() implements AskedName {}

  /// Not of the registry: a zone's, if there is one.
  record Elsewhere() implements AskedName {}

  /// This, unless a zone has the name.
  record Shared(AskedName name) implements AskedName {}

  Apex APEX = new Apex();
  Between BETWEEN = new Between();
  Nothing NOTHING = new Nothing();
  Elsewhere ELSEWHERE = new Elsewhere();

  /// How the name of a service is written.
  enum Form {
    /// `api.service.consul.` and all others with the label `service`.
    WITH_LABEL,
    /// `_api._tcp.consul.`, which stands for SRV records only.
    WITHOUT_LABEL
  }
}
