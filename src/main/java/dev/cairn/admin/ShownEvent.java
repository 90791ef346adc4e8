package dev.cairn.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/// Something that happened. Programs rely on these names: they are only ever added to. What says
/// nothing is left out.
///
/// @param v of this form: 1
/// @param seq how many have happened since the start of the server
/// @param ts in UTC, with milliseconds
/// @param node what the server calls itself
/// @param index of the registry
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({
  "v", "id", "seq", "ts", "node", "type", "subject", "from", "to", "reason", "source", "index"
})
public record ShownEvent(
    int v,
    String id,
    long seq,
    String ts,
    String node,
    String type,
    String subject,
    String from,
    String to,
    String reason,
    String source,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long index) {}
