package dev.cairn.zone;

import dev.cairn.message.NameProbe;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Room for finding the nodes whose records prove an absence: each once, in order. Belongs to one
/// thread, and is used again.
final class Proving {
  /// Octets of a SHA-1 hash, the only kind that there is for names (RFC 5155 §11).
  static final int HASH = 20;

  private static final int MOST_NODES = 8; // the most that one proof takes are three
  private static final int MOST_LABELS = 127;
  private static final byte[] ASTERISK = {1, '*'};

  /// The hash that was made last.
  final byte[] hash = new byte[HASH];

  private final int[] nodes = new int[MOST_NODES];
  private final int[] path = new int[MOST_LABELS];
  private final MessageDigest sha1 = sha1();
  private int count;

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  int node(int index) {
    return nodes[index];
  }

  void add(int node) {
    for (int i = 0; i < count; i++) {
      if (nodes[i] == node) {
        return;
      }
    }
    nodes[count++] = node;
  }

  /// Room for the nodes on the way to another one.
  int[] path() {
    return path;
  }

  /// Hashes the name that the last `labels` labels of a name make, or the wildcard directly below
  /// it (RFC 5155 §5).
  void hash(NameProbe name, int labels, boolean isWildcard, Nsec3Chain.Parameters parameters) {
    int from = name.suffix(labels);
    if (isWildcard) {
      sha1.update(ASTERISK);
    }
    sha1.update(name.bytes(), from, name.length() - from);
    try {
      for (int left = parameters.iterations(); ; left--) {
        sha1.update(parameters.salt());
        sha1.digest(hash, 0, HASH);
        if (left == 0) {
          return;
        }
        sha1.update(hash);
      }
    } catch (DigestException e) {
      throw new IllegalStateException("there is room for a hash", e);
    }
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
