package dev.cairn.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `cairn cache purge`: forgets.
@Command(
    name = "purge",
    description = "Has the cache forget a name, all below a name, or everything.",
    customSynopsis = {
      "cairn cache purge [OPTIONS] NAME[/TYPE]",
      "       cairn cache purge [OPTIONS] --subtree NAME",
      "       cairn cache purge [OPTIONS] --all"
    },
    footer = {
      "",
      "Exit status: 0 it is not held any more, if it ever was; 1 the server does not",
      "answer; 2 used wrong."
    })
final class CachePurgeCommand implements Callable<Integer> {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private What what = new What();

  @Mixin private RunningServer server = new RunningServer();

  /// What is to be forgotten: one of the three.
  private static final class What {
    @Parameters(
        paramLabel = "NAME[/TYPE]",
        description = "The name; of one type, if what follows the last / has no dot.")
    private @Nullable String name;

    @Option(names = "--subtree", paramLabel = "NAME", description = "The name and all below it.")
    private @Nullable String subtree;

    @Option(names = "--all", description = "Everything.")
    private boolean isAll;

    ObjectNode body() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      if (isAll) {
        return body.put("scope", "all");
      }
      if (subtree != null) {
        return body.put("scope", "subtree").put("name", subtree);
      }
      return ofName(body.put("scope", "name"), name == null ? "" : name);
    }

    private static ObjectNode ofName(ObjectNode body, String word) {
      int slash = word.lastIndexOf('/'); // which a name may have too, as in RFC 2317
      String type = word.substring(slash + 1);
      boolean isType = Type.value(type) >= 0 || type.indexOf('.') < 0; // or meant to be one
      return slash > 0 && isType
          ? body.put("name", word.substring(0, slash)).put("type", type)
          : body.put("name", word);
    }
  }

  @Override
  public Integer call() {
    return server.tell(
        ApiRequest.post("/api/v1/cache/purge", what.body().toString()), CacheText::purged);
  }
}
