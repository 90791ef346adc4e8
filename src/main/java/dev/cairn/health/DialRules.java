package dev.cairn.health;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may have what dialled. Nobody link-local, multicast or metadata addresses. This machine all
/// else. Others themselves, the address of the instance they registered, and what the operator
/// allows; not this machine's loopback, unless that is what the operator allows: what they call so
/// is their own.
public final class DialRules {
  private final List<CheckTarget> targets;

  /// @param targets what checks that others asked for may dial besides
  public DialRules(List<CheckTarget> targets) {
    this.targets = List.copyOf(targets);
  }

  /// For checks that the operator, or a program on this machine, asked for.
  public static DialRule ours() {
    return new Ours();
  }

  /// For checks that somebody asked for from elsewhere.
  ///
  /// @param caller where from
  /// @param own address or host name of the instance that is checked; that of the node if there is
  ///   none
  public DialRule of(InetAddress caller, String own) {
    return new Theirs(caller, own, targets);
  }

  /// For checks of which it is not known who asked for them.
  ///
  /// @param own as above
  public DialRule ofUnknown(String own) {
    return new Theirs(null, own, targets);
  }

  private static String closed(InetAddress address) {
    for (InetAddress form : AddressForms.of(address)) {
      String reason = ClosedDoors.reason(form);
      if (!reason.isEmpty()) {
        return address.getHostAddress() + " is never dialled: it is " + reason;
      }
    }
    return "";
  }

  private record Ours() implements DialRule {
    @Override
    public String refusal(String host, InetAddress address) {
      return closed(address);
    }

    @Override
    public String meant(String host) {
      return host;
    }
  }

  /// @param caller null if it is not known
  private record Theirs(@Nullable InetAddress caller, String own, List<CheckTarget> targets)
      implements DialRule {

    @Override
    public String refusal(String host, InetAddress address) {
      String never = closed(address);
      if (!never.isEmpty()) {
        return never;
      }
      List<InetAddress> forms = AddressForms.of(address);
      if (forms.stream().allMatch(this::isTarget)) {
        return "";
      }
      if (forms.stream().anyMatch(InetAddress::isLoopbackAddress)) {
        return address.getHostAddress() + " is this server's own: others may not have it dialled";
      }
      return address.equals(caller) || isOwn(host, address)
          ? ""
          : address.getHostAddress()
              + " is neither the instance's address nor the caller's, and not in check-targets";
    }

    private boolean isTarget(InetAddress form) {
      return targets.stream().anyMatch(one -> one.allows(form));
    }

    /// An address that is written otherwise, or that the instance's name has, is the own one, too.
    private boolean isOwn(String host, InetAddress address) {
      return address.equals(Host.literal(own)) || Host.isSame(host, own);
    }

    @Override
    public String meant(String host) {
      return caller != null && Host.isThisMachine(host) ? caller.getHostAddress() : host;
    }
  }
}
