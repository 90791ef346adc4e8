package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the launcher says to Java of the program that it starts.
class LauncherTest {
  private static final Pattern METHODS = Pattern.compile("readonly (?:BORDERS|EARLY)='([^']*)'");

  @Test
  void eachMethodToldToTheCompilerIsOneThatThereIs() throws IOException {
    List<String> methods =
        METHODS
            .matcher(Files.readString(Path.of("cairn")))
            .results()
            .map((MatchResult found) -> found.group(1).strip())
            .flatMap(list -> Arrays.stream(list.split("\\s+")))
            .toList();
    assertFalse(methods.isEmpty());
    for (String named : methods) {
      String[] parts = named.split("::");
      assertTrue(parts[0].endsWith("*") || has(parts[0], parts[1]), named);
    }
  }

  private static boolean has(String type, String method) {
    try {
      Method[] methods =
          Class.forName(type, false, LauncherTest.class.getClassLoader()).getDeclaredMethods();
      return method.equals("*")
          || Arrays.stream(methods).anyMatch(known -> known.getName().equals(method));
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serve --config plain.toml     | cairn.aot
          serve --config registry.toml  | cairn-registry.aot
          serve --config=registry.toml  | cairn-registry.aot
          serve -c registry.toml        | cairn-registry.aot
          serve -cregistry.toml         | cairn-registry.aot
          serve --config shipped.toml   | cairn.aot
          serve --config missing.toml   | cairn.aot
          serve --config -              | cairn.aot
          serve                         | cairn-registry.aot
          check --config registry.toml  |
          """)
  void aServerThatKeepsServicesHasWhatTheseTakeReady(
      String arguments, @Nullable String cache, @TempDir Path folder)
      throws IOException, InterruptedException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    for (String file : List.of("cairn.jar", "cairn.aot", "cairn-registry.aot")) {
      Files.createFile(lib.resolve(file));
    }
    Files.copy(Path.of("cairn"), folder.resolve("cairn"));
    Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"25\"\n");
    Files.copy(Path.of("conf/dns.toml"), folder.resolve("shipped.toml"));
    Files.writeString(
        folder.resolve("plain.toml"), "# [registry]\n[[registry.source]]\nenabled = true\n");
    String services = "[server]\n[registry]\nenabled = true\n";
    Files.writeString(folder.resolve("registry.toml"), services);
    Files.writeString(
        Files.createDirectories(folder.resolve("conf")).resolve("dns.toml"), services);

    List<String> command = new ArrayList<>(List.of("sh", "./cairn"));
    command.addAll(List.of(arguments.split(" ")));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("CAIRN_JAVA_HOME", folder.resolve("java").toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    Matcher named = Pattern.compile("-XX:AOTCache=\\S*/(\\S+)").matcher(said);
    assertEquals(cache, named.find() ? named.group(1) : null, said);
  }
}
