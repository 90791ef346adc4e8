/// Is it alive: checks by HTTP, TCP, UDP, DNS and script, how often they are made, and what they
/// may dial.
@NullMarked
package dev.cairn.health;

import org.jspecify.annotations.NullMarked;
