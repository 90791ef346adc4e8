package dev.cairn.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTrialTest {
  private Checking checking;

  @TempDir private Path folder;

  @BeforeEach
  void begin() throws Exception {
    checking = Checking.begin();
  }

  @AfterEach
  void end() {
    checking.close();
  }

  private static Probe.Script shell(String script) {
    return new Probe.Script(List.of("/bin/sh", "-c", script));
  }

  @ParameterizedTest
  @CsvSource({"0,PASSING", "1,WARNING", "2,CRITICAL", "127,CRITICAL"})
  void the_exit_status_decides(int exit, Status status) throws Exception {
    assertThat(checking.once(shell("echo out; echo err >&2; exit " + exit)))
        .isEqualTo(new Finding(status, "out\nerr\n"));
  }

  @Test
  void what_is_said_is_bounded() throws Exception {
    Finding finding = checking.once(shell("yes | head -c 1000000"));
    assertThat(finding.status()).isEqualTo(Status.PASSING);
    assertThat(finding.output()).hasSize(4_096);
  }

  @Test
  void what_is_no_command_is_critical() throws Exception {
    assertThat(checking.once(new Probe.Script(List.of("/no/such/command"))).output())
        .startsWith("the command cannot be run");
    assertThat(checking.once(new Probe.Script(List.of())).status()).isEqualTo(Status.CRITICAL);
  }

  @Test
  void nothing_is_left_of_it_when_its_time_is_over() throws Exception {
    Path pids = folder.resolve("pids");
    String script = "(sleep 600 & echo $! > '" + pids + "'; wait) | cat; echo never";
    Finding finding = checking.once(shell(script), DialRules.ours(), Duration.ofSeconds(3));
    assertThat(finding).isEqualTo(new Finding(Status.CRITICAL, "timeout after 3s, killed"));
    long grandchild = Long.parseLong(Files.readString(pids).trim());
    Awaitility.await().until(() -> isGone(grandchild));
  }

  private static boolean isGone(long pid) {
    Optional<ProcessHandle> found = ProcessHandle.of(pid);
    return found.isEmpty() || !found.get().isAlive();
  }

  @Test
  void one_that_leaves_a_child_behind_does_not_hold_us() throws Exception {
    Finding finding = checking.once(shell("sleep 5 & echo $!"));
    assertThat(finding.status()).isEqualTo(Status.PASSING);
    long child = Long.parseLong(finding.output().trim());
    ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
  }
}
