package dev.cairn.registry;

import dev.cairn.registry.Frame.NoFrame;
import dev.cairn.registry.FrameFile.Ending;
import dev.cairn.registry.FrameFile.Extent;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a [FrameFile] from its beginning: frames are decoded in blocks, on all processors, and
/// told in their order.
///
/// ```
/// file ─► block ─► decoded by whoever is free ─┐
///         block ─► decoded by whoever is free ─┴─► told, block by block, up to the first damage
/// ```
final class FrameReader {
  private static final int BLOCK = 1 << 18; // octets, or one frame that has more
  private static final int DECODERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
  private static final int AHEAD = 2 * DECODERS; // blocks
  private static final long MOST_AHEAD = 16 << 20; // octets, or one block that has more

  private final DataInputStream in;
  private final long size;
  private final Consumer<Frame> told;
  private long read; // octets
  private @Nullable Ending ending; // of what was read; null while it may go on

  /// Frames as they are in the file.
  private record Block(List<byte[]> frames, List<Integer> checksums) {}

  /// @param octets of the frames and their headers
  private record Decoded(List<Frame> frames, long octets, boolean isWhole, boolean isOld) {}

  private FrameReader(DataInputStream in, long size, Consumer<Frame> told) {
    this.in = in;
    this.size = size;
    this.told = told;
  }

  /// Tells all whole frames of a file, as far as they go.
  static Extent read(Path file, Consumer<Frame> told) throws IOException {
    long size = Files.size(file);
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BLOCK));
        var decoders =
            Executors.newFixedThreadPool(
                DECODERS, Thread.ofPlatform().daemon().name("journal-decoder-", 1).factory())) {
      return new FrameReader(in, size, told).read(decoders);
    }
  }

  private Extent read(ExecutorService decoders) throws IOException {
    Queue<CompletableFuture<Decoded>> ahead = new ArrayDeque<>();
    long good = 0;
    boolean isOld = false;
    while (ending == null || !ahead.isEmpty()) {
      boolean hasRoom = ahead.isEmpty() || ahead.size() < AHEAD && read - good < MOST_AHEAD;
      if (ending == null && hasRoom) {
        Block block = next();
        ahead.add(CompletableFuture.supplyAsync(() -> decoded(block), decoders));
      } else {
        Decoded decoded = ahead.remove().join();
        decoded.frames.forEach(told);
        good += decoded.octets;
        isOld |= decoded.isOld;
        if (!decoded.isWhole) {
          return new Extent(good, Ending.DAMAGED, isOld);
        }
      }
    }
    return new Extent(good, ending, isOld);
  }

  /// The frames that come next, and the ending if it was reached.
  private Block next() throws IOException {
    var block = new Block(new ArrayList<>(), new ArrayList<>());
    long from = read;
    while (ending == null && read - from < BLOCK) {
      if (size - read < FrameFile.HEADER) {
        ending = size == read ? Ending.WHOLE : Ending.TORN;
        break;
      }
      int length = in.readInt();
      int checksum = in.readInt();
      if (length <= 0 || length > FrameFile.LONGEST) {
        ending = Ending.DAMAGED;
      } else if (length > size - read - FrameFile.HEADER) {
        ending = Ending.TORN;
      } else {
        block.frames.add(in.readNBytes(length));
        block.checksums.add(checksum);
        read += FrameFile.HEADER + length;
      }
    }
    return block;
  }

  private static Decoded decoded(Block block) {
    var decoder = new FrameDecoder();
    List<Frame> frames = new ArrayList<>(block.frames.size());
    long octets = 0;
    boolean isOld = false;
    for (int i = 0; i < block.frames.size(); i++) {
      byte[] frame = block.frames.get(i);
      if (block.checksums.get(i) != FrameFile.checksum(frame)) {
        return new Decoded(frames, octets, false, isOld);
      }
      try {
        frames.add(decoder.read(frame));
      } catch (NoFrame _) {
        return new Decoded(frames, octets, false, isOld);
      }
      octets += FrameFile.HEADER + frame.length;
      isOld |= frame[0] != Frame.IN_OCTETS;
    }
    return new Decoded(frames, octets, true, isOld);
  }
}
