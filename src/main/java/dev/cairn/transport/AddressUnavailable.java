package dev.cairn.transport;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/// An address that we cannot listen on; the message says which, why, and what to do.
public final class AddressUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  private AddressUnavailable(InetSocketAddress address, String protocol, Throwable cause) {
    super(text(address, protocol, cause), cause);
  }

  private AddressUnavailable(String message) {
    super(message);
  }

  /// @param protocol what was to be served there, for people
  /// @param cause what the system said
  public static AddressUnavailable of(InetSocketAddress address, String protocol, Throwable cause) {
    return new AddressUnavailable(address, protocol, cause);
  }

  /// @param obstacle why UDP cannot be served in batches here
  static AddressUnavailable noBatches(InetSocketAddress address, String obstacle) {
    return new AddressUnavailable(
        "cannot listen on UDP "
            + shown(address)
            + " with udp-engine = \"batch\": "
            + obstacle
            + "; write \"auto\" or \"netty\" under [server]");
  }

  private static String text(InetSocketAddress address, String protocol, Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    String where = protocol + " " + shown(address);
    if (reason.contains("already in use")) {
      return "cannot listen on "
          + where
          + ": the address is in use; `ss -lnp 'sport = :"
          + address.getPort()
          + "'` shows by whom";
    }
    if (reason.contains("ermission denied")) {
      return "cannot listen on "
          + where
          + ": permission denied; ports below 1024 need root or the capability CAP_NET_BIND_SERVICE";
    }
    if (reason.contains("annot assign")) {
      return "cannot listen on "
          + where
          + ": this machine has no such address; `ip address` shows those it has";
    }
    return "cannot listen on " + where + ": " + reason;
  }

  /// An address as it is written in dns.toml.
  public static String shown(InetSocketAddress address) {
    String host = NetUtil.toAddressString(address.getAddress());
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}
