package dev.cairn.consul;

/// Told what the registry's HTTP socket does; on its loops, so it must not wait.
public interface HttpObserver {
  HttpObserver NONE =
      new HttpObserver() {
        @Override
        public void answered(int status) {}

        @Override
        public void bounded(Bound bound) {}
      };

  /// What may not grow further.
  enum Bound {
    CONNECTIONS,
    PIPELINE,
    WATCHERS
  }

  /// A request was answered.
  ///
  /// @param status of HTTP
  void answered(int status);

  /// A client reached a bound, and was turned away.
  void bounded(Bound bound);
}
