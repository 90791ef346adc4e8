/// The short cut: answers written straight from cached bytes.
@NullMarked
package dev.cairn.hotpath;

import org.jspecify.annotations.NullMarked;
