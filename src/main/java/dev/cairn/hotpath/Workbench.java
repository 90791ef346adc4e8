package dev.cairn.hotpath;

import dev.cairn.wire.PlainQuery;
import dev.cairn.wire.PlainWriter;
import dev.cairn.zone.Selection;

/// What one thread needs to answer, made once.
final class Workbench {
  private static final ThreadLocal<Workbench> OF_THREAD = ThreadLocal.withInitial(Workbench::new);

  final PlainQuery query = new PlainQuery();
  final Selection selection = new Selection();
  final PlainWriter writer = new PlainWriter();

  private Workbench() {}

  static Workbench ofThread() {
    return OF_THREAD.get();
  }
}
