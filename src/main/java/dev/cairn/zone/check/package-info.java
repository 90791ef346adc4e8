/// What is wrong or doubtful in zones that could be served: `cairn check`.
@NullMarked
package dev.cairn.zone.check;

import org.jspecify.annotations.NullMarked;
