package dev.cairn.forward;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;

/// What all upstreams need to be asked.
record Means(Sockets sockets, Ticker ticker, SecureRandom random, UpstreamObserver observer) {}
