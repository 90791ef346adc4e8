package dev.cairn.consul;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients in other languages, by scripts that end with `done`.
class ForeignClientsTest {
  private static final String PYTHON = "/usr/bin/python3"; // the one that Debian's packages are for
  private static final Path SCRIPTS = Path.of("src/test/resources/consul").toAbsolutePath();

  @TempDir private Path folder;
  private TestConsul consul;

  @BeforeEach
  void open() throws IOException {
    consul = new TestConsul(HttpSettings.Bounds.USUAL, new HttpSettings.Manners(true, true));
  }

  @AfterEach
  void close() {
    consul.close();
  }

  /// What a command said.
  private record Said(int status, String text) {}

  private Said run(Map<String, String> environment, String... command) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Said(-1, String.valueOf(e.getMessage()));
    }
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Said(process.exitValue(), Files.readString(output, UTF_8).strip());
  }

  private Said run(String... command) throws Exception {
    return run(Map.of(), command);
  }

  @Test
  void the_lines_that_users_try_first_do_what_they_should() throws Exception {
    assumeTrue(run("curl", "--version").status() == 0, "the package curl is not installed");
    assertThat(run("sh", SCRIPTS.resolve("lines.sh").toString(), consul.url()).text())
        .isEqualTo("done");
  }

  @Test
  void python3_consul_of_debian_works() throws Exception {
    assumeTrue(
        run(PYTHON, "-c", "import consul").status() == 0,
        "the package python3-consul is not installed");
    Said said = run(PYTHON, SCRIPTS.resolve("client.py").toString(), "" + consul.port());
    assertThat(said.text()).isEqualTo("done");
  }

  @Test
  void consul_of_npm_works() throws Exception {
    assumeTrue(run("node", "--version").status() == 0, "the package nodejs is not installed");
    Said fetched =
        run(
            "npm",
            "install",
            "--prefix",
            folder.toString(),
            "--no-audit",
            "--no-fund",
            "--silent",
            "consul@2.0.1");
    assumeTrue(fetched.status() == 0, "npm's registry cannot be reached: " + fetched.text());
    Said said =
        run(
            Map.of("NODE_PATH", folder.resolve("node_modules").toString()),
            "node",
            SCRIPTS.resolve("client.js").toString(),
            "" + consul.port());
    assertThat(said.text()).isEqualTo("done");
  }
}
