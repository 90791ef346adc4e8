package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import java.util.List;

/// What an upstream said, as it stands in its message: nothing is judged yet.
///
/// @param rcode with the bits that EDNS adds
/// @param edns [Edns#ABSENT] if there is none, or it cannot be read
public record Reply(
    Flags flags,
    int rcode,
    Question question,
    List<RecordSet> answer,
    List<RecordSet> authority,
    Edns edns) {}
