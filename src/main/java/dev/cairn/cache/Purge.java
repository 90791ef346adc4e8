package dev.cairn.cache;

import org.xbill.DNS.Name;

/// What the operator wants forgotten, in all scopes.
public sealed interface Purge {

  /// Everything.
  record All() implements Purge {}

  /// All names at and below a suffix.
  record Subtree(Name suffix) implements Purge {}

  /// All types of one name.
  record OfName(Name name) implements Purge {}

  /// One type of one name.
  record OfType(Name name, int type) implements Purge {}
}
