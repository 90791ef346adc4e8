/// What we were told, for as long as it holds.
@NullMarked
package dev.cairn.cache;

import org.jspecify.annotations.NullMarked;
