package dev.cairn.admin;

/// What the admin socket shows of the server. Called on threads that may wait a little.
public interface AdminView {

  /// The meters, as Prometheus reads them.
  String metrics();

  Health health();

  /// Whether queries should be sent here: started, and not about to stop.
  boolean isReady();
}
