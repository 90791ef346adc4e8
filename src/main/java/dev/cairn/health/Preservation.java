package dev.cairn.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tells a network that is lost from instances that are: when nearly all that is checked turns
/// critical at once, it is we who are cut off.
///
/// ```
/// lost … ─► more than `ratio` of all within `window` ─► cut off ─► … back ─► no more than that, for a `window` ─► over
/// ```
///
/// Belongs to one thread.
///
/// @param <K> who is checked
public final class Preservation<K> {
  private final Map<K, Long> lostAt = new LinkedHashMap<>();
  private boolean isCutOff;
  private long fewSince;

  /// @param ratio of those checked, 0 to 1; 0 for off
  /// @param least that have to be checked for a ratio to mean anything
  public record Settings(double ratio, Duration window, int least) {
    public static final Settings OFF = new Settings(0, Duration.ZERO, 10);

    boolean isTooMany(int lost, int checked) {
      return ratio > 0 && checked >= least && lost > ratio * checked;
    }
  }

  /// Somebody turned critical.
  ///
  /// @param now in milliseconds
  /// @param checked how many are checked
  public void lost(K who, long now, int checked, Settings settings) {
    lostAt.putIfAbsent(who, now);
    if (!isCutOff) {
      lostAt.values().removeIf(at -> at < now - settings.window().toMillis());
      isCutOff = settings.isTooMany(lostAt.size(), checked);
      fewSince = now;
    }
  }

  /// Somebody is no longer critical, or no longer there.
  public void back(K who) {
    lostAt.remove(who);
  }

  /// Whether what is critical is not to be believed.
  public boolean isCutOff() {
    return isCutOff;
  }

  /// Ends it if for a whole window few enough have been critical. To be called every now and then.
  ///
  /// @return whether it has ended by this
  public boolean ends(long now, int checked, Settings settings) {
    if (!isCutOff) {
      return false;
    }
    if (settings.isTooMany(lostAt.size(), checked)) {
      fewSince = now;
    }
    isCutOff = now - fewSince < settings.window().toMillis();
    if (!isCutOff) {
      lostAt.clear();
    }
    return !isCutOff;
  }
}
