package dev.cairn.health;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;

/// The event loops of checks, which must not be those of DNS, and the kinds of channel that fit
/// them (epoll, NIO). They belong to whoever made them.
public record Sockets(
    EventLoopGroup loops,
    ChannelFactory<? extends DatagramChannel> datagramChannels,
    ChannelFactory<? extends SocketChannel> streamChannels) {}
