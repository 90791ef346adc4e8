/// Bytes to values and back; no decisions.
@NullMarked
package dev.cairn.wire;

import org.jspecify.annotations.NullMarked;
