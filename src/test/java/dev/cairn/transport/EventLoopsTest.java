package dev.cairn.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.spi.SelectorProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class EventLoopsTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void the_selectors_that_are_named_are_those_that_java_would_find() {
    EventLoops.prepare();
    assertThat(System.getProperty(SelectorProvider.class.getName()))
        .isEqualTo(SelectorProvider.provider().getClass().getName());
  }
}
