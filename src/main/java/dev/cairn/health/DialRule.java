package dev.cairn.health;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// What a check may dial, so that nobody makes this server knock on doors that are closed to them
/// (SSRF). A name is looked up once for a run; each of its addresses is judged, and dialled as
/// judged.
public interface DialRule {

  /// Why an address may not be dialled, as a sentence; empty if it may. Never waits.
  ///
  /// @param host that the check means, which may be the address itself
  String refusal(String host, InetAddress address);

  /// Of an address that no name led to.
  default String refusal(InetAddress address) {
    return refusal(address.getHostAddress(), address);
  }

  /// The host that one in a check stands for: what means "this machine" to whoever asked for the
  /// check is that one's machine. Never waits.
  String meant(String host);

  /// The addresses of what a host stands for, before each is judged. Looks names up as this machine
  /// does, and may wait for that.
  ///
  /// @throws UnknownHostException if it has none
  default List<InetAddress> addresses(String host) throws UnknownHostException {
    return Names.SYSTEM.addresses(Host.bare(meant(host)));
  }
}
