package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Thousands that wait for one service, from a process of their own since one process may not have
/// so many files open.
class ParkedPollsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TestConsul consul;

  @BeforeEach
  void open() throws IOException {
    consul = new TestConsul(new HttpSettings.Bounds(20_000, 20_000), HttpSettings.Manners.USUAL);
  }

  @AfterEach
  void close() {
    consul.close();
  }

  @Test
  void five_thousand_cost_no_thread_and_are_all_woken() throws Exception {
    all_are_woken(5_000);
  }

  @Test
  @Tag("long")
  void ten_thousand_cost_no_thread_and_are_all_woken() throws Exception {
    all_are_woken(10_000);
  }

  private void all_are_woken(int count) throws Exception {
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    Process crowd = crowd(count);
    try {
      await().atMost(PATIENCE).until(() -> consul.api.watchers() == count);
      assertThat(consul.directory.parked()).as("they asked the same").isOne();
      assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 20);
      consul.put("agent/service/register", "{\"Name\":\"unrelated\"}");
      assertThat(consul.api.watchers()).isEqualTo(count);
      consul.put("agent/service/register", "{\"Name\":\"crowded\"}");
      await().atMost(PATIENCE).until(() -> consul.api.watchers() == 0);
      assertThat(consul.directory.parked()).isZero();
      assertThat(crowd.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(crowd.exitValue()).as("all were told of it").isZero();
    } finally {
      crowd.destroyForcibly();
    }
    await().until(() -> consul.connections() <= 1);
  }

  @Test
  void places_are_free_when_all_connections_break() throws Exception {
    Process crowd = crowd(1_000);
    try {
      await().atMost(PATIENCE).until(() -> consul.api.watchers() == 1_000);
    } finally {
      crowd.destroyForcibly();
    }
    await()
        .atMost(PATIENCE)
        .until(() -> consul.api.watchers() == 0 && consul.directory.parked() == 0);
  }

  private Process crowd(int count) throws IOException {
    long index = consul.get("health/service/crowded").index();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Crowd.class.getName(),
            String.valueOf(consul.port()),
            String.valueOf(count),
            "/v1/health/service/crowded?wait=10m&index=" + index)
        .inheritIO()
        .start();
  }
}
