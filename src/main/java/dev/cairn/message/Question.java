package dev.cairn.message;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What is asked (RFC 1035 §4.1.2). The name is absolute and keeps the client's case.
///
/// @param type 0 to 65535
/// @param dnsClass 0 to 65535
public record Question(Name name, int type, int dnsClass) {

  /// A question of class IN.
  public static Question in(Name name, int type) {
    return new Question(name, type, DClass.IN);
  }

  public Question withName(Name other) {
    return new Question(other, type, dnsClass);
  }

  @Override
  public String toString() {
    return name + " " + Type.string(type);
  }
}
