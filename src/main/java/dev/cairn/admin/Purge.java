package dev.cairn.admin;

import org.xbill.DNS.Name;

/// What is to be forgotten.
public sealed interface Purge {

  /// All that is held.
  record Everything() implements Purge {}

  /// A name and all names below it.
  record Subtree(Name suffix) implements Purge {}

  /// All types of one name.
  record AllTypes(Name name) implements Purge {}

  /// One type of one name.
  record OneType(Name name, int type) implements Purge {}
}
