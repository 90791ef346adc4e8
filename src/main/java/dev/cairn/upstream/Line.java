package dev.cairn.upstream;

/// A way on which questions go to one upstream. Called on the loop of the call.
interface Line {

  /// Sends it, or has it wait until that can be done. What comes of it the call is told.
  void send(Call call);

  /// Nobody listens to this call any more.
  void drop(Call call);

  /// Ends as soon as nobody waits for anything. From any thread.
  void retire();
}
