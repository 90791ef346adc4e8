package dev.cairn.admin;

import java.util.List;
import org.xbill.DNS.Name;

/// Why one question is answered from memory, or is not.
///
/// @param type such as `AAAA` or `TYPE65`
/// @param entries what is held for it, one for each rule and each of DO and CD
/// @param sentences from whom, when, for how long, and what would happen now
public record CacheReason(
    Name name, String type, List<CachedAnswer> entries, List<String> sentences) {
  public CacheReason {
    entries = List.copyOf(entries);
    sentences = List.copyOf(sentences);
  }
}
