package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What the operator is told of services that DNS cannot be asked for.
class NamesBesideDnsTest {
  private final Logger log = (Logger) LoggerFactory.getLogger(NamesBesideDns.class);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private TestConsul consul;

  @BeforeEach
  void open() throws Exception {
    written.list = new CopyOnWriteArrayList<>();
    written.start();
    log.addAppender(written);
    consul = new TestConsul();
  }

  @AfterEach
  void close() {
    log.detachAppender(written);
    consul.close();
  }

  @Test
  void a_name_that_is_no_label_is_taken_and_told_once() {
    for (String name : new String[] {"api", "a_b-c", "a.b", "a.b", "x y", "l".repeat(64)}) {
      assertThat(consul.put("agent/service/register", "{\"Name\":\"" + name + "\"}").status())
          .isEqualTo(200);
    }
    String enrolled = "{\"Node\":\"n\",\"Address\":\"10.0.0.9\",\"Service\":{\"Service\":\"c.d\"}}";
    consul.api.take(consul.settings);
    consul.put("catalog/register", enrolled);
    consul.put("catalog/register", enrolled.replace("c.d", "a.b"));
    assertThat(written.list)
        .extracting(event -> event.getFormattedMessage().split("\"")[1])
        .containsExactly("a.b", "x y", "l".repeat(64), "c.d");
    assertThat(written.list.getFirst().getFormattedMessage())
        .isEqualTo(
            "registry: service \"a.b\" is found over HTTP only: its name is no label of DNS, which"
                + " has 1 to 63 letters, digits, dashes and underscores");
  }
}
