package dev.cairn.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// One entry of the cache.
///
/// @param type such as `AAAA` or `TYPE65`
/// @param dnssecOk whether it is for queries that want signatures (DO)
/// @param checkingDisabled whether it is for queries that want no validation (CD)
/// @param rule suffix of the forward rule that asked
/// @param toldBy the upstream, by its configured name; empty if nobody
/// @param age seconds since it was told
/// @param reason why nobody could be asked, of a failure; null for what was told
/// @param remark what the upstream remarked on it (RFC 8914), such as `EDE 15: by policy`; null if
///   nothing
/// @param atOnce whether it is given out before anybody is asked, be it stale
/// @param ttl seconds for which it still holds; null if it is stale
/// @param staleFor seconds since when it does not hold any more; null if it does
/// @param hits how often it was answered with
/// @param octets that it takes
/// @param records in presentation form, their TTLs as of now
public record CachedAnswer(
    Name name,
    String type,
    @JsonProperty("do") boolean dnssecOk,
    @JsonProperty("cd") boolean checkingDisabled,
    Name rule,
    Kind kind,
    String toldBy,
    @Nullable String reason,
    @Nullable String remark,
    boolean atOnce,
    long age,
    @Nullable Long ttl,
    @Nullable Long staleFor,
    long hits,
    long octets,
    List<String> records) {

  public CachedAnswer {
    records = List.copyOf(records);
  }

  /// What was told, or that nobody could be asked.
  public enum Kind {
    ANSWER,
    NODATA,
    NXDOMAIN,
    FAILURE
  }
}
