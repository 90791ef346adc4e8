package dev.cairn.registry;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What names are answered from. Readers never wait; what they get never changes.
public interface ServiceLookup {

  /// The instances of a service, whatever their state; null if there is none.
  ///
  /// @param name in any case
  @Nullable Service service(String name);

  /// @param name in any case
  @Nullable Node node(String name);

  /// The names of the nodes at an address, a few at most.
  List<String> nodesAt(InetAddress address);

  /// The names of the services with an instance at an address, a few at most.
  List<String> servicesAt(InetAddress address);

  /// The index of the last step.
  long index();
}
