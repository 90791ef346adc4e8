/// What we are authoritative for: zone files and the packed zones made of them.
@NullMarked
package dev.cairn.zone;

import org.jspecify.annotations.NullMarked;
