package dev.cairn.zone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// A zone's master file (RFC 1035 §5), and how it becomes a [Zone].
///
/// @param origin what the zone is called, absolute
/// @param path the file
/// @param root the folder that `$INCLUDE` must not leave, not even by a symbolic link
public record ZoneFile(Name origin, Path path, Path root) {
  /// Octets that one file may have.
  static final long LARGEST = Integer.MAX_VALUE - 64L;

  /// Octets of memory that each octet of a file takes while it is read: the text, the records as
  /// they are gathered, and the packed zone.
  private static final int OCTETS_FOR_EACH = 6;

  /// Octets that are read at once.
  private static final int BLOCK = 1 << 18;

  /// What became of reading a zone.
  ///
  /// @param zone null if there are errors
  /// @param files all files that were read or should have been, the zone's own first
  public record Reading(@Nullable Zone zone, List<Diagnostic> diagnostics, List<Path> files) {
    public List<Diagnostic> errors() {
      return diagnostics.stream().filter(Diagnostic::isError).toList();
    }
  }

  /// Reads and packs the zone. Reports all mistakes, and throws for none.
  public Reading read() {
    return read(new Diagnostics(Set.of()), Judge.NONE);
  }

  /// Reads and packs the zone, and lets a judge see the records if they were read without mistakes.
  public Reading read(Diagnostics diagnostics, Judge judge) {
    var files = new ArrayList<Path>();
    var builder = new ZoneBuilder(origin);
    try {
      new ZoneFileReader(this, builder, diagnostics, files).readAll();
      boolean isWhole = !diagnostics.hasErrors();
      Zone zone =
          builder.hasSoa()
              ? pack(builder, diagnostics, files)
              : null; // packing finds mistakes of its own
      if (isWhole) {
        judge.judge(new GatheredZone(builder, files));
      }
      return new Reading(
          diagnostics.hasErrors() ? null : zone, diagnostics.all(), List.copyOf(files));
    } catch (ZoneBuilder.TooLarge e) {
      diagnostics.add(new Diagnostic(Rule.TOO_LARGE, path, 0, 0, String.valueOf(e.getMessage())));
      return new Reading(null, diagnostics.all(), List.copyOf(files));
    }
  }

  private Zone pack(ZoneBuilder builder, Diagnostics diagnostics, List<Path> files)
      throws ZoneBuilder.TooLarge {
    return builder.build((rule, place, message) ->
        diagnostics.add(new Diagnostic(rule, files.get(place.file()), place.line(), 1, message)));
  }

  /// The octets of a file, if it is a regular one of bearable size; else null, with the reason in
  /// the diagnostics.
  static byte @Nullable [] octets(Path file, Diagnostics diagnostics, Diagnostic where) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        diagnostics.unreadable(where, file + " is no regular file");
        return null;
      }
      long size = Files.size(file);
      if (size > LARGEST) {
        diagnostics.unreadable(
            where, file + " has " + size + " octets, at most " + LARGEST + " can be read");
        return null;
      }
      if (!Memory.hasRoomFor(size * OCTETS_FOR_EACH)) {
        diagnostics.unreadable(
            where,
            file
                + " has "
                + size
                + " octets, and there is memory for "
                + Memory.free() / OCTETS_FOR_EACH
                + " now; give more with CAIRN_JAVA_OPTS=-Xmx…");
        return null;
      }
      return octets(file, (int) size);
    } catch (NoSuchFileException _) {
      diagnostics.unreadable(
          where, where.file().equals(file) ? "there is no such file" : "there is no file " + file);
    } catch (IOException e) {
      diagnostics.unreadable(where, file + " cannot be read: " + e.getMessage());
    }
    return null;
  }

  /// Reads a file by the block: Java keeps memory outside of the heap, for good, as large as the
  /// largest piece that a thread has read at once.
  private static byte[] octets(Path file, int size) throws IOException {
    var text = new byte[size];
    try (var channel = FileChannel.open(file)) {
      int at = 0;
      int read = 0;
      while (at < size && read >= 0) {
        read = channel.read(ByteBuffer.wrap(text, at, Math.min(BLOCK, size - at)));
        at += Math.max(read, 0);
      }
      if (at == size && channel.size() == size && size > 0) {
        return text;
      }
    }
    return Files.readAllBytes(
        file); // it changes meanwhile, or is one of the system's without a size
  }

  /// Text that our own code makes, as octets.
  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
