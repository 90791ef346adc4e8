package dev.cairn.cli;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `cairn query`: asks one server one question and prints its reply, a small dig.
@Command(
    name = "query",
    description = "Asks a DNS server a question and prints its reply.",
    customSynopsis = {
      "cairn query [OPTIONS] NAME [TYPE] [@SERVER[:PORT]]",
      "       cairn query [OPTIONS] -x ADDRESS [@SERVER[:PORT]]"
    },
    sortOptions = false,
    footer = {
      "",
      "NAME, TYPE and @SERVER may stand in any order. Without @SERVER the question",
      "goes to 127.0.0.1:1053; with @SERVER and no PORT it goes to port 53.",
      "",
      "Exit status: 0 a reply came, whatever it says; 1 none came; 2 used wrong."
    })
final class QueryCommand implements Callable<Integer> {
  /// Large enough for most replies, small enough never to be fragmented (DNS flag day 2020).
  private static final int UDP_PAYLOAD = 1232;

  @Mixin private QuestionOptions asking = new QuestionOptions();

  @Option(
      names = {"-x", "--reverse"},
      paramLabel = "ADDRESS",
      description = "Ask for the name of an address (PTR).")
  private @Nullable String reverse;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = TimeoutConverter.class,
      description = "How long to wait in all (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(5);

  @Option(names = "--short", description = "Print the data of the answer only, one record a line.")
  private boolean shortForm;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ReplyPrinter printer = printer();
    String backwards = reverse;
    QueryWords asked =
        asking.read(
            backwards == null
                ? QueryWords::read
                : words -> QueryWords.readReverse(backwards, words));
    var client = new QueryClient(asked.server(), timeout);
    Message query = queryFor(asked);
    try {
      printer.print(asking.overTcp() ? client.askOverTcp(query) : client.ask(query), out);
      return 0;
    } catch (NoReplyException e) {
      err.println("cairn query: " + e.getMessage());
      return 1;
    }
  }

  private ReplyPrinter printer() {
    if (shortForm && json) {
      throw asking.wrong("--short and --json exclude each other");
    }
    return shortForm ? new ShortPrinter() : json ? new JsonPrinter() : new DigPrinter();
  }

  private Message queryFor(QueryWords asked) {
    Message query = Message.newQuery(Record.newRecord(asked.name(), asked.type(), DClass.IN));
    query.getHeader().setID(new SecureRandom().nextInt(1 << 16));
    if (!asking.recursionDesired()) {
      query.getHeader().unsetFlag(Flags.RD);
    }
    query.addRecord(new OPTRecord(UDP_PAYLOAD, 0, 0, asking.dnssecOk() ? ExtendedFlags.DO : 0), 3);
    return query;
  }
}
