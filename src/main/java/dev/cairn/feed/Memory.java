package dev.cairn.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where what is known of a source survives a restart. What goes wrong with it is in the log, and
/// what was kept before is left.
interface Memory {

  /// What was kept last of this source, null if there is nothing. Asked for once, before the source
  /// is followed.
  @Nullable Snapshot read();

  /// @return whether it is kept now
  boolean write(Snapshot snapshot);

  /// What is kept was still so then.
  ///
  /// @return whether that is kept
  boolean confirm(Instant syncedAt);
}
