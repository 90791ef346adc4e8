package dev.cairn.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/// A file of steps, each with its length and checksum in front.
///
/// ```
/// │ length 4 │ CRC-32C 4 │ frame │ length 4 │ …
/// ```
final class FrameFile implements AutoCloseable {
  static final int HEADER = 8;
  static final int LONGEST = 64 << 20;

  private final FileChannel channel;
  private long good; // octets that are whole frames

  /// How far a file could be read.
  ///
  /// @param good octets of whole frames from the beginning on
  /// @param isOld whether some of them are text, which takes long to read
  record Extent(long good, Ending ending, boolean isOld) {}

  /// What stands behind the whole frames.
  enum Ending {
    /// Nothing.
    WHOLE,
    /// The beginning of a frame: nobody was told that it is on disk.
    TORN,
    /// Something else.
    DAMAGED
  }

  private FrameFile(FileChannel channel, long good) {
    this.channel = channel;
    this.good = good;
  }

  /// Opens a file to write behind its whole frames; what follows them is cut off.
  static FrameFile open(Path file, long good) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.truncate(good);
      channel.position(good);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new FrameFile(channel, good);
  }

  /// Writes frames behind one another, and returns when they are on disk. After an exception none
  /// of them is there.
  void append(List<Frame> frames) throws IOException {
    try {
      for (Frame frame : frames) {
        put(frame);
      }
      force();
    } catch (IOException | RuntimeException e) {
      takeBack(e);
      throw e;
    }
  }

  /// What was put is on disk when this returns.
  void force() throws IOException {
    channel.force(false);
    good = channel.position();
  }

  /// Writes a frame, which is on disk after [#force].
  void put(Frame frame) throws IOException {
    put(frame.octets());
  }

  /// The same for a frame as octets.
  void put(byte[] octets) throws IOException {
    if (octets.length > LONGEST) {
      throw new IOException("a step of %,d octets cannot be kept".formatted(octets.length));
    }
    ByteBuffer all = ByteBuffer.allocate(HEADER + octets.length);
    all.putInt(octets.length).putInt(checksum(octets)).put(octets).flip();
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }

  private void takeBack(Exception why) {
    try {
      channel.truncate(good);
      channel.position(good);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  long size() {
    return good;
  }

  static int checksum(byte[] octets) {
    var crc = new CRC32C();
    crc.update(octets);
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
