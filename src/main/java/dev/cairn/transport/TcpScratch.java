package dev.cairn.transport;

import dev.cairn.wire.ResponseBuffer;

/// Room for one query and its response over TCP; one for each thread that reads.
final class TcpScratch {
  static final int LARGEST_MESSAGE = 65_535;

  final byte[] query = new byte[LARGEST_MESSAGE];
  final ResponseBuffer response = new ResponseBuffer(LARGEST_MESSAGE);
}
