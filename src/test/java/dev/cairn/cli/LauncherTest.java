package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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
}
