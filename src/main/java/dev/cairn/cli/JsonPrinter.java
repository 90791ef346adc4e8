package dev.cairn.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One JSON object on one line.
final class JsonPrinter implements ReplyPrinter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Override
  public void print(Reply reply, PrintWriter out) {
    Message message = reply.message();
    long micros = reply.time().toNanos() / 1_000;
    ObjectNode root = NODES.objectNode();
    root.set("question", question(message));
    root.put("status", reply.status());
    reply.flags().forEach(root.putArray("flags")::add);
    root.set("answer", records(message, Section.ANSWER));
    root.set("authority", records(message, Section.AUTHORITY));
    root.set("additional", records(message, Section.ADDITIONAL));
    root.set("ede", extendedErrors(reply));
    root.put("timeMs", micros / 1_000.0);
    root.put("server", reply.server().toString());
    root.put("transport", reply.road().transport().toLowerCase(Locale.ROOT));
    root.put("size", reply.size());
    out.println(JsonMapper.shared().writeValueAsString(root));
    out.flush();
  }

  private static ObjectNode question(Message message) {
    ObjectNode node = NODES.objectNode();
    Record question = message.getQuestion();
    if (question != null) {
      node.put("name", question.getName().toString());
      node.put("type", Type.string(question.getType()));
    }
    return node;
  }

  private static ArrayNode records(Message message, int section) {
    ArrayNode array = NODES.arrayNode();
    for (Record record : message.getSection(section)) {
      if (record.getType() == Type.OPT) {
        continue; // what it says is in status and ede
      }
      RecordText text = RecordText.of(record);
      array
          .addObject()
          .put("name", text.name())
          .put("type", text.type())
          .put("ttl", text.ttl())
          .put("data", text.data());
    }
    return array;
  }

  private static ArrayNode extendedErrors(Reply reply) {
    ArrayNode array = NODES.arrayNode();
    for (ExtendedErrorCodeOption error : reply.extendedErrors()) {
      ObjectNode node = array.addObject().put("code", error.getErrorCode());
      node.put("name", ExtendedErrorCodeOption.text(error.getErrorCode()));
      if (error.getText() != null) {
        node.put("text", error.getText());
      }
    }
    return array;
  }
}
