/// The whole way of a query, from bytes to bytes.
@NullMarked
package dev.cairn.responder;

import org.jspecify.annotations.NullMarked;
