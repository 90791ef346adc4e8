package dev.cairn.admin;

/// The cache as a whole: how full it is, and what it has done since the start.
///
/// @param entries held now, roughly
/// @param octets that they take
/// @param octetsMax that they may take
/// @param hits queries answered with what still held
/// @param misses queries for which upstreams had to be asked
/// @param stale queries answered with what did not hold any more
/// @param failures queries answered with a failure of a moment ago
/// @param prefetches entries asked for again before their time was over
/// @param evictions entries that had to make room
public record CacheTotals(
    long entries,
    long octets,
    long octetsMax,
    long hits,
    long misses,
    long stale,
    long failures,
    long prefetches,
    long evictions) {}
