/// The HTTP socket of the operator: metrics, health, readiness.
@NullMarked
package dev.cairn.admin;

import org.jspecify.annotations.NullMarked;
