/// Sockets: UDP and TCP.
@NullMarked
package dev.cairn.transport;

import org.jspecify.annotations.NullMarked;
