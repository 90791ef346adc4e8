package dev.cairn.zone.check;

/// Judges the records of one node.
interface NodeRule {
  void judge(NodeRecords records);
}
