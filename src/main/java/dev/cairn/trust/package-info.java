/// Whose certificates are believed, of those that speak TLS to us.
@NullMarked
package dev.cairn.trust;

import org.jspecify.annotations.NullMarked;
