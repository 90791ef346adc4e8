package dev.cairn.consul;

import java.net.InetAddress;

/// Whoever sent a request.
///
/// @param address behind trusted proxies, if it came through one
/// @param isLocal whether it is on this machine
/// @param tokenHash of its token in hexadecimal; empty if it has none of ours
record Caller(InetAddress address, boolean isLocal, String tokenHash) {
  boolean hasToken() {
    return !tokenHash.isEmpty();
  }
}
