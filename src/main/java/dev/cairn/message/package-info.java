/// The vocabulary: queries, record sets, outcomes; values only.
@NullMarked
package dev.cairn.message;

import org.jspecify.annotations.NullMarked;
