/// What is running right now: the directory of services, its journal, its names in DNS.
@NullMarked
package dev.cairn.registry;

import org.jspecify.annotations.NullMarked;
