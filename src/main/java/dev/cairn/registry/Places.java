package dev.cairn.registry;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;

/// Which nodes and services are at an address, for reverse names.
final class Places {
  private static final int MOST_NAMES = 32; // that are told of one address

  private final ConcurrentNavigableMap<Place, Integer> places = new ConcurrentSkipListMap<>();

  enum Kind {
    NODE,
    SERVICE
  }

  private record Place(String address, Kind kind, String name) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byAddress = address.compareTo(other.address);
      int byKind = byAddress == 0 ? kind.compareTo(other.kind) : byAddress;
      return byKind == 0 ? name.compareTo(other.name) : byKind;
    }
  }

  void add(Node node) {
    add(node.address(), Kind.NODE, node.name());
  }

  void add(Instance instance) {
    add(instance.address(), Kind.SERVICE, ServiceDirectory.fold(instance.service()));
  }

  void remove(Node node) {
    remove(node.address(), Kind.NODE, node.name());
  }

  void remove(Instance instance) {
    remove(instance.address(), Kind.SERVICE, ServiceDirectory.fold(instance.service()));
  }

  private void add(String address, Kind kind, String name) {
    String octets = octetsOf(address);
    if (octets != null) {
      places.merge(new Place(octets, kind, name), 1, Integer::sum);
    }
  }

  private void remove(String address, Kind kind, String name) {
    String octets = octetsOf(address);
    if (octets != null) {
      places.computeIfPresent(
          new Place(octets, kind, name), (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /// At most so many as fit into an answer.
  List<String> at(InetAddress address, Kind kind) {
    String octets = HexFormat.of().formatHex(address.getAddress());
    List<String> names = new ArrayList<>();
    for (Place place : places.tailMap(new Place(octets, kind, "")).keySet()) {
      boolean isOther = !place.address.equals(octets) || place.kind != kind;
      if (isOther || names.size() == MOST_NAMES) {
        break;
      }
      names.add(place.name);
    }
    return names;
  }

  private static @Nullable String octetsOf(String address) {
    byte[] octets = Address.toByteArray(address, address.indexOf(':') >= 0 ? 2 : 1);
    return octets == null ? null : HexFormat.of().formatHex(octets);
  }
}
