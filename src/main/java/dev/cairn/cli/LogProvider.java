package dev.cairn.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// The log: Logback with one line per event on standard error, which says when, how bad, and what.
/// That Logback looks for what configures it, in every jar, and reads it from XML, would make a
/// start a twentieth longer.
///
/// The level is that of the system property or the environment's variable `CAIRN_LOG_LEVEL`: ERROR,
/// WARN, INFO, DEBUG or TRACE; what is none of them is INFO.
public final class LogProvider implements SLF4JServiceProvider {
  private static final String LEVEL = "CAIRN_LOG_LEVEL";

  private final LoggerContext context = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();

  /// Has SLF4J take it, before anything logs; unless Logback's own configuration is wanted, as
  /// `-Dlogback.configurationFile` says.
  static void install() {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("slf4j.provider", LogProvider.class.getName());
      System.setProperty("slf4j.internal.verbosity", "WARN"); // or it says that it takes it
    }
  }

  @Override
  public void initialize() {
    context.setName("default");
    context.setMDCAdapter(diagnostics);
    context.getLogger("io.netty").setLevel(Level.WARN);
    context.getLogger("org.xbill.DNS").setLevel(Level.WARN);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(level(), Level.INFO));
    root.addAppender(standardError(context));
    context.start();
  }

  private static @Nullable String level() {
    String property = System.getProperty(LEVEL);
    return property == null ? System.getenv(LEVEL) : property;
  }

  private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context) {
    var layout = new LogLayout();
    layout.setContext(context);
    layout.start();
    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return context;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return diagnostics;
  }

  /// The version of SLF4J that it was written for.
  @Override
  public String getRequestedApiVersion() {
    return "2.0";
  }
}
