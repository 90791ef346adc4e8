package dev.cairn.health;

import java.net.InetAddress;
import java.util.List;

/// What a check may dial, so that nobody makes this server knock on doors that are closed to them
/// (SSRF). A name is resolved once; each of its addresses is judged, and dialled as judged.
public interface DialRule {

  /// Why an address may not be dialled, as a sentence; empty if it may.
  String refusal(InetAddress address);

  /// The addresses that a host of a check stands for, before each is judged. A host that means
  /// "this machine" to whoever registered it is that one's machine.
  ///
  /// @throws java.net.UnknownHostException if the name does not resolve; may wait
  List<InetAddress> addresses(String host) throws java.net.UnknownHostException;
}
