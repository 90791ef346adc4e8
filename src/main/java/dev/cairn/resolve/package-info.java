/// The shape of a decision: who owns a name, and how it is resolved from owner to owner.
@NullMarked
package dev.cairn.resolve;

import org.jspecify.annotations.NullMarked;
