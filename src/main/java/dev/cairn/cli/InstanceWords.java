package dev.cairn.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Which instance a command is about.
final class InstanceWords {
  @Parameters(paramLabel = "ID", description = "The id of the instance.")
  private String id = "";

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "The node that it is on, if several have this id.")
  private @Nullable String node;

  ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", id);
    return node == null ? body : body.put("node", node);
  }
}
