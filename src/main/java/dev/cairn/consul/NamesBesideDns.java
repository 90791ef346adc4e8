package dev.cairn.consul;

import dev.cairn.registry.Instance;
import dev.cairn.registry.Receipt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operator, once for each, of services whose names are no label of DNS: they are taken,
/// and found over HTTP only.
final class NamesBesideDns {
  private static final Logger LOG = LoggerFactory.getLogger(NamesBesideDns.class);
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{1,63}");
  private static final int MOST = 1_000; // so that nobody fills the log

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /// @param instance null if there is none
  Receipt tell(Receipt receipt, @Nullable Instance instance) {
    if (instance != null
        && receipt instanceof Receipt.Done
        && !LABEL.matcher(instance.service()).matches()
        && told.size() < MOST
        && told.add(instance.service())) {
      LOG.warn(
          "registry: service \"{}\" is found over HTTP only: its name is no label of DNS, which has"
              + " 1 to 63 letters, digits, dashes and underscores",
          instance.service());
    }
    return receipt;
  }
}
