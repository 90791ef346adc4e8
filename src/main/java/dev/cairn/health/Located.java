package dev.cairn.health;

import java.net.InetAddress;
import java.util.List;

/// Where the host of a check is, as judged.
sealed interface Located {

  /// @param addresses that may be dialled, at least one
  record Found(List<InetAddress> addresses) implements Located {}

  /// None may be dialled.
  record Refused(String sentence) implements Located {}

  /// There is no such host, or it cannot be found out.
  record Unknown(String sentence) implements Located {}
}
