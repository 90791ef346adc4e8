/// What others know: the upstreams, and how they are asked.
@NullMarked
package dev.cairn.forward;

import org.jspecify.annotations.NullMarked;
