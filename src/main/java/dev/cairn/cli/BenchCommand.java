package dev.cairn.cli;

import dev.cairn.bench.Form;
import dev.cairn.bench.Load;
import dev.cairn.bench.Mix;
import dev.cairn.bench.Tally;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `cairn bench`: asks a server much, and says how it did.
@Command(
    name = "bench",
    description = "Puts load on a DNS server and measures its answers.",
    customSynopsis = {
      "cairn bench [OPTIONS] NAME [TYPE] [@SERVER[:PORT]]",
      "       cairn bench [OPTIONS] --mix FILE [@SERVER[:PORT]]"
    },
    sortOptions = false,
    footer = {
      "",
      "Without --rate each client keeps its window full, and the rate is what the server",
      "makes of it. With --rate queries leave when they are due, and latency counts from",
      "then on. Over TCP queries do not wait for each other. The generator is one thread",
      "that takes a processor for itself. Ask only servers that are yours.",
      "",
      "Exit status: 0 answers came; 1 none came; 2 used wrong."
    })
final class BenchCommand implements Callable<Integer> {
  private static final int MOST_CLIENTS = 1_000;
  private static final int MOST_RATE = 10_000_000;
  private static final int MOST_WINDOW = 10_000;

  @Mixin private QuestionOptions asking = new QuestionOptions();

  @Option(
      names = "--mix",
      paramLabel = "FILE",
      description = "Questions, one a line as NAME TYPE; asked in this order, again and again.")
  private @Nullable Path mix;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Queries per second; 0, the default, for as many as are answered.")
  private int rate;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = TimeoutConverter.class,
      description = "How long to ask (default: ${DEFAULT-VALUE}).")
  private Duration time = Duration.ofSeconds(10);

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "8",
      description = "Sockets to ask from (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "16",
      description = "Queries open on each socket without --rate (default: ${DEFAULT-VALUE}).")
  private int window;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = TimeoutConverter.class,
      description = "When a query counts as lost (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(1);

  @Option(
      names = "--edns",
      paramLabel = "SIZE",
      defaultValue = "0",
      description = "An OPT record with this UDP size; 0, the default, for none.")
  private int edns;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Override
  public Integer call() {
    require(rate >= 0 && rate <= MOST_RATE, "--rate is not from 0 to " + MOST_RATE);
    require(clients > 0 && clients <= MOST_CLIENTS, "--clients is not from 1 to " + MOST_CLIENTS);
    require(window > 0 && window <= MOST_WINDOW, "--window is not from 1 to " + MOST_WINDOW);
    require(edns == 0 || edns >= 512 && edns <= 65_535, "--edns is not 0 or from 512 to 65535");
    PrintWriter err = spec.commandLine().getErr();
    require(mix == null || !asking.haveName(), "--mix and a NAME exclude each other");
    QueryWords asked = asking.read(mix == null ? QueryWords::read : BenchCommand::readServer);
    ServerAddress server = asked.server();
    try {
      Mix questions = questions(asked);
      var load = new Load(server.socket(), asking.overTcp(), clients, window, rate, time, timeout);
      Tally tally = load.run(questions);
      new BenchPrinter(server, tally).print(json, spec.commandLine().getOut());
      return tally.answered() > 0 ? 0 : 1;
    } catch (Mix.Unusable e) {
      err.println("cairn bench: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println("cairn bench: asking " + server + " failed: " + e.getMessage());
      return 1;
    }
  }

  private Mix questions(QueryWords asked) throws Mix.Unusable {
    var form = new Form(edns, asking.dnssecOk(), asking.recursionDesired());
    return mix == null ? Mix.of(asked.name(), asked.type(), form) : Mix.read(mix, form);
  }

  /// Words that may name a server only, as a mix says what is asked.
  private static QueryWords readServer(List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.add(".");
    return QueryWords.read(all);
  }

  private void require(boolean holds, String sentence) {
    if (!holds) {
      throw asking.wrong(sentence);
    }
  }
}
