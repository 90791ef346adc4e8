package dev.cairn.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step, or a part of a snapshot, as a file has it.
///
/// @param index of the step; 0 for things with stamps of their own
/// @param marks where a snapshot ends; null elsewhere
record Frame(long index, List<Change> changes, Indexes.@Nullable Marks marks) {

  /// The first octet of what [FrameEncoder] writes; text begins with a brace.
  static final int IN_OCTETS = 1;

  /// What a part of a frame is; the numbers are in files and stay as they are.
  enum Part {
    MARKS(0),
    NODE_PUT(1),
    NODE_GONE(2),
    INSTANCE_PUT(3),
    INSTANCE_GONE(4),
    CHECK_PUT(5),
    CHECK_GONE(6),
    VALUE_PUT(7),
    VALUE_GONE(8);

    private static final Part[] ALL = values();

    final int number;

    Part(int number) {
      this.number = number;
    }

    static @Nullable Part of(int number) {
      return number < ALL.length ? ALL[number] : null;
    }
  }

  byte[] octets() {
    return FrameEncoder.write(this);
  }

  /// What is in a file makes no sense, though it is what was written.
  static final class NoFrame extends Exception {
    private static final long serialVersionUID = 1L;

    NoFrame(Exception cause) {
      super(cause);
    }
  }
}
