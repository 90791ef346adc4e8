/// The HTTP socket of the operator: metrics, health, readiness, and the API.
@NullMarked
package dev.cairn.admin;

import org.jspecify.annotations.NullMarked;
