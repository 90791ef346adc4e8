package dev.cairn.responder;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// What a zone transfer was.
///
/// @param key that the client signed with, null if it did not
public record TransferSummary(
    Name zone,
    long serial,
    InetSocketAddress client,
    @Nullable Name key,
    long messages,
    long records) {

  @Override
  public String toString() {
    return "transfer of %s serial %d to %s%s, %d records in %d messages"
        .formatted(
            zone,
            serial,
            client.getAddress().getHostAddress(),
            key == null ? "" : " with key " + key,
            records,
            messages);
  }
}
