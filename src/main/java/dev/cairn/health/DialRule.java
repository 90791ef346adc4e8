package dev.cairn.health;

import java.net.InetAddress;

/// What a check may dial, so that nobody makes this server knock on doors that are closed to them
/// (SSRF). A name is looked up once for a run; each of its addresses is judged, and dialled as
/// judged. Never waits.
public interface DialRule {

  /// Why an address may not be dialled, as a sentence; empty if it may.
  ///
  /// @param host that the check means, which may be the address itself
  String refusal(String host, InetAddress address);

  /// The host that one in a check stands for: what means "this machine" to whoever asked for the
  /// check is that one's machine.
  String meant(String host);
}
