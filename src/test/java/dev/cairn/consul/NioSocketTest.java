package dev.cairn.consul;

import dev.cairn.transport.EventLoops.Engine;

/// The same where there is no epoll.
class NioSocketTest extends SocketTest {
  @Override
  Engine engine() {
    return Engine.NIO;
  }
}
