/// The house put together: wiring, publishing, watching, start and stop.
@NullMarked
package dev.cairn.server;

import org.jspecify.annotations.NullMarked;
