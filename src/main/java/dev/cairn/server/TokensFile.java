package dev.cairn.server;

import dev.cairn.server.FileWatch.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tokens that may write to the registry: one in each line of a file; empty lines and those
/// that begin with # are none. Where the file cannot be read or was emptied, those that it had
/// before hold.
final class TokensFile {
  private static final Logger LOG = LoggerFactory.getLogger(TokensFile.class);

  private final FileWatch watch =
      new FileWatch(ServerOptions.STILL, InstantSource.system(), System::nanoTime);
  private volatile @Nullable Path file;
  private volatile Set<String> tokens = Set.of();
  private volatile String trouble = "";

  /// From now on this is the file.
  ///
  /// @param next null for none, and no tokens
  synchronized void follow(@Nullable Path next) {
    if (!Objects.equals(next, file)) {
      tokens = Set.of(); // those of another file may not stay, whatever becomes of this one
    }
    file = next;
    if (next == null) {
      watch.take(Map.of());
      tokens = Set.of();
      trouble = "";
    } else {
      watch.take(Map.of(next, FileStamp.of(next))); // before it is read, so that nothing is missed
      read(next);
    }
  }

  /// Reads the file again if it has changed.
  ///
  /// @param isForced whether it may have changed just now
  synchronized Change look(boolean isForced) {
    Change change = watch.look();
    Path known = file;
    if (known == null || change == Change.NONE || change == Change.UNSETTLED && !isForced) {
      return change;
    }
    watch.take(watch.seen());
    read(known);
    return Change.SETTLED;
  }

  private void read(Path from) {
    try {
      List<String> lines = Files.readAllLines(from);
      if (lines.isEmpty() && !tokens.isEmpty()) { // about to be written, or the disk is full
        tell(from, "is empty; where there are to be none, write a comment");
        return;
      }
      tokens =
          lines.stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .collect(Collectors.toUnmodifiableSet());
      trouble = "";
      LOG.info("registry: {} tokens are known from {}", tokens.size(), from);
    } catch (IOException e) {
      tell(from, "cannot be read: " + DiskTrouble.why(e));
    }
  }

  private void tell(Path from, String what) {
    String served =
        tokens.isEmpty()
            ? "no token is known"
            : "the tokens of before hold (" + tokens.size() + ")";
    trouble = "%s %s; %s".formatted(from, what, served);
    LOG.error("registry: {}", trouble);
  }

  /// Null if there is none.
  @Nullable Path file() {
    return file;
  }

  Set<String> tokens() {
    return tokens;
  }

  /// Why the tokens are not those of the file, as a sentence; empty if they are.
  String trouble() {
    return trouble;
  }
}
