package dev.cairn.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/// A small file of UTF-8, or the reason why it is none.
sealed interface TextFile {
  /// In octets.
  int LIMIT = 1 << 20;

  record Text(String text) implements TextFile {}

  record Unreadable(ConfigError error) implements TextFile {}

  static TextFile read(Path file) {
    try (var in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(LIMIT + 1);
      return octets.length > LIMIT ? new Unreadable(tooLarge(file)) : decoded(file, octets);
    } catch (NoSuchFileException _) {
      return new Unreadable(ConfigError.of(file, "there is no such file"));
    } catch (AccessDeniedException _) {
      return new Unreadable(ConfigError.of(file, "permission to read it is denied"));
    } catch (IOException e) {
      return new Unreadable(ConfigError.of(file, "cannot be read: " + reason(e)));
    }
  }

  static ConfigError tooLarge(Path file) {
    return ConfigError.of(file, "is larger than 1 MiB, the most that is read");
  }

  /// Some editors put one first; it is no part of the text (RFC 3629 §6).
  static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static TextFile decoded(Path file, byte[] octets) {
    var in = ByteBuffer.wrap(octets);
    var out = CharBuffer.allocate(octets.length);
    CoderResult result = UTF_8.newDecoder().decode(in, out, true);
    var text = out.flip().toString();
    return result.isError() ? new Unreadable(notUtf8(file, text, in.get())) : new Text(text);
  }

  private static ConfigError notUtf8(Path file, String before, byte octet) {
    var read = withoutByteOrderMark(before);
    int lineStart = read.lastIndexOf('\n') + 1;
    int line = 1 + (int) read.chars().filter(c -> c == '\n').count();
    int column = 1 + read.codePointCount(lineStart, read.length());
    var message =
        String.format(Locale.ROOT, "is not UTF-8: octet 0x%02X is no part of a character", octet);
    return new ConfigError(file, line, column, "", message);
  }

  private static String reason(IOException e) {
    var reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return Objects.requireNonNullElse(reason, e.getClass().getSimpleName());
  }
}
