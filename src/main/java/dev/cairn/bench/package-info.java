/// Asks a server much, and measures what it does.
@NullMarked
package dev.cairn.bench;

import org.jspecify.annotations.NullMarked;
