package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cairn.cli.ApiClient.ApiReply;
import dev.cairn.cli.Told.Telling;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server that a command asks, and how its answer is told.
final class RunningServer {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;

  /// As RFC 6750 §2.1 wants it.
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\\r\\n\\t]]");

  private static final int LONGEST_TOKEN = 4096;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8053",
      converter = AdminUrlConverter.class,
      description = {"[admin] listen of the running server.", "Default: ${DEFAULT-VALUE}."})
  private URI server = URI.create("http://127.0.0.1:8053");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the token to send to the server.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = TimeoutConverter.class,
      description = "How long to wait in all (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(5);

  @Option(names = "--json", description = "Print what the server said, as JSON.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /// Asks, and prints what is said; the exit status.
  int tell(ApiRequest request, Telling telling) {
    try {
      ApiReply reply = new ApiClient(server, token(), timeout).ask(request);
      JsonNode said = JsonMapper.shared().readTree(reply.text());
      return reply.status() == OK ? print(reply, telling.of(said)) : refused(reply, said);
    } catch (JacksonException _) {
      return failed("what answers at " + server + " is no Cairn");
    } catch (NoReplyException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  /// Prints events as they come, until the server ends it; the exit status.
  ///
  /// @param wanted those that are printed
  int follow(ApiRequest request, Predicate<JsonNode> wanted) {
    try {
      ApiReply reply =
          new ApiClient(server, token(), timeout)
              .follow(request, lines -> print(new EventReader(lines), wanted));
      return reply.status() == OK ? 0 : refused(reply, JsonMapper.shared().readTree(reply.text()));
    } catch (JacksonException _) {
      return failed("what answers at " + server + " is no Cairn");
    } catch (UncheckedIOException e) {
      return failed("the server does not tell any more: " + e.getMessage());
    } catch (NoReplyException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private void print(EventReader events, Predicate<JsonNode> wanted) {
    PrintWriter out = command.commandLine().getOut();
    try {
      events.read(
          data -> {
            JsonNode event = JsonMapper.shared().readTree(data);
            if (wanted.test(event)) {
              out.println(
                  json ? withoutControls(data) : RecordText.printable(EventText.line(event)));
              out.flush();
            }
          },
          () -> failed("some events were missed"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String token() {
    if (tokenFile == null) {
      return "";
    }
    try (var in = Files.newInputStream(tokenFile)) {
      String token = new String(in.readNBytes(LONGEST_TOKEN), ISO_8859_1).strip();
      if (TOKEN.matcher(token).matches()) {
        return token;
      }
      throw wrong("--token-file: there is no token in " + tokenFile); // and what is, is not shown
    } catch (IOException e) {
      throw wrong("--token-file: " + tokenFile + " cannot be read");
    }
  }

  private int print(ApiReply reply, Told told) {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(withoutControls(reply.text().strip()));
    } else {
      told.lines().forEach(line -> out.println(RecordText.printable(line)));
    }
    out.flush();
    return told.isFound() ? 0 : 1;
  }

  /// JSON may have characters within its texts that would steer a terminal; as escapes they are the
  /// same text.
  private static String withoutControls(String text) {
    return CONTROL.matcher(text).replaceAll(c -> "\\\\u%04x".formatted((int) c.group().charAt(0)));
  }

  private int refused(ApiReply reply, JsonNode said) {
    String sentence = said.path("error").asString("HTTP status " + reply.status());
    if (reply.status() == BAD_REQUEST) {
      throw wrong(RecordText.printable(sentence));
    }
    return failed("the server says: " + sentence);
  }

  private int failed(String sentence) {
    PrintWriter err = command.commandLine().getErr();
    err.println(command.qualifiedName() + ": " + RecordText.printable(sentence));
    err.flush();
    return 1;
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(command.commandLine(), sentence);
  }
}
