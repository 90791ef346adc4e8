package dev.cairn.forward;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;

/// The event loops for datagrams to upstreams, and the kind of channel that fits them (epoll, NIO).
/// They belong to whoever made them.
public record Sockets(
    EventLoopGroup loops, ChannelFactory<? extends DatagramChannel> datagramChannels) {}
