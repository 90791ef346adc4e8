/// What the operator asked for: dns.toml as records, with every error's place.
@NullMarked
package dev.cairn.config;

import org.jspecify.annotations.NullMarked;
