package dev.cairn.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;

/// What is spoken on one connection: many questions at once, answered in any order. Belongs to the
/// loop of its channel.
interface Conversation {

  /// What became of calls and of the connection.
  interface Observer {
    /// The connection ended before this was answered.
    void lost(Call call);

    /// The last open question was answered or dropped.
    void idle(Conversation conversation);

    /// No more questions can go this way; those that are open may still be answered.
    void ended(Conversation conversation);
  }

  /// Adds what reads and writes the protocol.
  void join(ChannelPipeline pipeline);

  /// Sends it at once.
  void send(Call call);

  /// Nobody listens to this call any more.
  void drop(Call call);

  /// Whether one more question can be sent.
  boolean takesMore();

  /// Whether any question was answered on it.
  boolean hasAnswered();

  /// Questions that are not answered yet.
  int open();

  Channel channel();
}
