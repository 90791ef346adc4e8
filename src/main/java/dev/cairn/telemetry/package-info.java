/// What the operator can see: meters and logs.
@NullMarked
package dev.cairn.telemetry;

import org.jspecify.annotations.NullMarked;
