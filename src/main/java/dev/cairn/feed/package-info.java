/// What other registries know: Consul, etcd, files; kept for when they are away.
@NullMarked
package dev.cairn.feed;

import org.jspecify.annotations.NullMarked;
