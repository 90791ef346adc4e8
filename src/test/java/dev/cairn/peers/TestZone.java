package dev.cairn.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.Name;

/// A zone in a master file.
///
/// @param names all its owner names, the empty ones between them and the origin, and the origin
record TestZone(Name origin, Path file, Set<Name> names) {

  /// Writes a zone into a folder, as the server wants it.
  static TestZone write(ZoneText zone, Path folder) throws IOException {
    Name origin = Name.fromString(zone.origin);
    Path file = Files.writeString(folder.resolve(zone.origin + "zone"), zone.toString());
    Set<Name> names = new TreeSet<>(Set.of(origin));
    for (String owner : zone.owners()) {
      for (Name name = Name.fromString(owner); !name.equals(origin); name = new Name(name, 1)) {
        names.add(name);
      }
    }
    return new TestZone(origin, file, names);
  }
}
