package dev.cairn.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.util.List;

/// What is spoken on one connection: many questions at once, answered in any order. Belongs to the
/// loop of its channel.
interface Conversation {

  /// What became of calls and of the connection.
  interface Observer {
    /// The connection ended before this was answered.
    void lost(Call call);

    /// This was surely not looked at, and the connection takes no more.
    void refused(Call call);

    /// A question was answered or dropped.
    void eased(Conversation conversation);

    /// More questions may be open at once than before.
    void widened(Conversation conversation);

    /// No more questions can go this way; those that are open may still be answered.
    void ended(Conversation conversation);
  }

  /// Adds what reads and writes the protocol.
  void join(ChannelPipeline pipeline);

  /// Sends it at once.
  void send(Call call);

  /// Nobody listens to this call any more.
  void drop(Call call);

  /// Whether questions may go this way: it has neither ended nor fallen silent.
  boolean isUsable();

  /// How many questions may be open at once.
  int most();

  /// Questions that were answered on it.
  int answers();

  /// Questions that are not answered yet.
  int open();

  /// The calls of those.
  List<Call> calls();

  Channel channel();
}
