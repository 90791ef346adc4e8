/// Who is heard.
@NullMarked
package dev.cairn.guard;

import org.jspecify.annotations.NullMarked;
