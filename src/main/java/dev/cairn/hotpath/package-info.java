/// The short cut: answers written straight from the octets of zones, services and the cache.
@NullMarked
package dev.cairn.hotpath;

import org.jspecify.annotations.NullMarked;
