package dev.cairn.registry;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All that readers can see of a directory as text, one thing a line, whatever order it came in.
final class StateText {
  private StateText() {}

  /// @param names of services, nodes and values that are or were there
  /// @param addresses that something is or was at
  static String of(
      ServiceDirectory directory, Collection<String> names, Collection<String> addresses)
      throws Exception {
    StringBuilder all = new StringBuilder();
    directory.nodes().forEach(one -> line(all, one));
    directory.instances.values().forEach(one -> line(all, one));
    directory.checks().forEach(one -> line(all, one));
    directory.valuesUnder("").forEach(one -> line(all, one));
    for (Service service : directory.services()) {
      List<String> members = service.members().stream().map(StateText::member).sorted().toList();
      line(all, List.of(ServiceDirectory.fold(service.name()), service.index(), members));
    }
    Stream.of(new Resource.Services(), new Resource.Nodes(), new Resource.Checks())
        .forEach(one -> index(all, directory, one));
    for (String name : names) {
      index(all, directory, new Resource.OfService(name));
      index(all, directory, new Resource.OfNode(name));
      index(all, directory, new Resource.Placed(name));
      index(all, directory, new Resource.OnNode(name));
      index(all, directory, new Resource.Value(name));
      index(all, directory, new Resource.Values(name.substring(0, 1)));
    }
    for (String text : addresses) {
      InetAddress address = InetAddress.getByName(text);
      line(all, List.of(text, directory.nodesAt(address), directory.servicesAt(address)));
    }
    return all.toString();
  }

  private static void index(StringBuilder all, ServiceDirectory directory, Resource resource) {
    line(all, List.of(resource, directory.index(resource)));
  }

  /// Without what checks say in words, which does not make a service anew.
  private static String member(Member member) {
    List<String> checks =
        member.checks().stream()
            .map(one -> one.key() + " " + one.result().status())
            .sorted()
            .toList();
    return text(List.of(member.node(), member.instance(), checks));
  }

  private static void line(StringBuilder all, Object thing) {
    all.append(text(thing)).append('\n');
  }

  /// As `toString` has it, but for maps, whose order is none, and octets.
  private static String text(Object thing) {
    return switch (thing) {
      case Map<?, ?> map -> {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(text(key), text(value)));
        yield sorted.toString();
      }
      case Collection<?> all -> all.stream().map(StateText::text).toList().toString();
      case byte[] octets -> HexFormat.of().formatHex(octets);
      case Record record ->
          Stream.of(record.getClass().getRecordComponents())
              .map(component -> component.getName() + "=" + value(component, record))
              .collect(joining(", ", record.getClass().getSimpleName() + "[", "]"));
      case null -> "null";
      default -> thing.toString();
    };
  }

  private static String value(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return text(component.getAccessor().invoke(record));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
