package dev.cairn.admin;

import java.util.List;

/// One service.
///
/// @param tags of any of its instances
/// @param counts of its instances, by how they do
/// @param sources who knows of it; empty texts are the registry itself
public record ServiceSummary(
    String name, List<String> tags, int instances, Counts counts, List<String> sources) {
  public ServiceSummary {
    tags = List.copyOf(tags);
    sources = List.copyOf(sources);
  }

  /// @param maintenance those that the operator took out of service, which are in no other count
  public record Counts(int passing, int warning, int critical, int maintenance) {}
}
