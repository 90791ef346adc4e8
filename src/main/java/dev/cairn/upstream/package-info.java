/// One server that is asked: its protocols, its connections, and how it does.
@NullMarked
package dev.cairn.upstream;

import org.jspecify.annotations.NullMarked;
