package dev.cairn.resolve;

import java.net.InetAddress;

/// Who asks, and since when.
///
/// @param client the address that the query came from
/// @param since when it came, in nanoseconds of a ticker: deadlines count from there
public record Asker(InetAddress client, long since) {}
