package dev.cairn.config;

import dev.cairn.trust.Authorities;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/// How files and folders are written.
///
/// @param folder where relative paths begin
record PathForms(Path folder) {

  /// A path of which nothing need exist.
  Form<Path> file() {
    return new Text<>("\"../zones/example.org.zone\"", this::path);
  }

  /// A folder that need not exist yet.
  Form<Path> folderToBe() {
    return new Text<>("\"registry.d\"", this::path);
  }

  /// As `file`, or none if it is empty.
  Form<Optional<Path>> fileOrNone() {
    return orNone("\"cairn.cache\"", this::path);
  }

  /// A file that exists, or none if it is empty.
  Form<Optional<Path>> existingFileOrNone() {
    return orNone("\"secret.txt\"", this::existingFile);
  }

  /// A file of certificates that are trusted, or none if it is empty.
  Form<Optional<Path>> authoritiesOrNone() {
    return orNone("\"authorities.pem\"", this::authorities);
  }

  /// A folder that exists.
  Form<Path> directory() {
    return new Text<>("\"../zones\"", this::existingFolder);
  }

  private static Form<Optional<Path>> orNone(
      String example, Function<String, Parsed<Path>> reader) {
    return new Text<>(
        example,
        text ->
            text.isEmpty()
                ? Parsed.value(Optional.empty())
                : reader.apply(text).then(path -> Parsed.value(Optional.of(path))));
  }

  private Parsed<Path> existingFolder(String text) {
    return path(text)
        .then(path -> {
          if (!Files.exists(path)) {
            return there(text, path, "does not exist", "a folder that exists");
          }
          return Files.isDirectory(path)
              ? Parsed.value(path)
              : there(text, path, "is not a folder", "a folder that exists");
        });
  }

  private Parsed<Path> existingFile(String text) {
    return path(text)
        .then(path -> {
          if (!Files.exists(path)) {
            return there(text, path, "does not exist", "a file that exists");
          }
          return Files.isDirectory(path)
              ? there(text, path, "is a folder", "a file that exists")
              : Parsed.value(path);
        });
  }

  /// A server with such a file would trust nobody, and blame the upstreams for it.
  private Parsed<Path> authorities(String text) {
    return existingFile(text)
        .then(path -> {
          try {
            Authorities.of(path).read();
            return Parsed.value(path);
          } catch (SSLException e) {
            return Parsed.wrong(
                "%s: %s; allowed: certificates in PEM form"
                    .formatted(Shown.quoted(text), e.getMessage()));
          }
        });
  }

  private static Parsed<Path> there(String text, Path path, String what, String allowed) {
    return Parsed.wrong(
        "%s %s (%s); allowed: %s"
            .formatted(Shown.quoted(text), what, Shown.quoted(path.toString()), allowed));
  }

  private Parsed<Path> path(String text) {
    if (text.isEmpty()) {
      return Parsed.wrong("is empty; allowed: a path, absolute or from the folder of this file");
    }
    try {
      return Parsed.value(folder.resolve(text).normalize());
    } catch (InvalidPathException _) {
      return Parsed.wrong(
          Shown.quoted(text) + " is no path on this system; allowed: what a file can be called");
    }
  }
}
