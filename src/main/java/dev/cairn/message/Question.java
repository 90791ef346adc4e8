package dev.cairn.message;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What is asked (RFC 1035 §4.1.2). The name is absolute and keeps the client's case; questions are
/// equal whatever the case.
public final class Question {
  private final Name name;
  private final int type;
  private final int dnsClass;

  // made when first asked for; a race makes them twice, which harms nobody
  private byte @Nullable [] wire;
  private @Nullable Labels labels;

  /// @param type 0 to 65535
  /// @param dnsClass 0 to 65535
  public Question(Name name, int type, int dnsClass) {
    this.name = name;
    this.type = type;
    this.dnsClass = dnsClass;
  }

  /// A question for a name in wire form, which is uncompressed and not to be changed any more.
  public static Question ofWire(byte[] wire, int type, int dnsClass) {
    var question = new Question(RecordSet.nameAt(wire, 0), type, dnsClass);
    question.wire = wire;
    return question;
  }

  /// A question of class IN.
  public static Question in(Name name, int type) {
    return new Question(name, type, DClass.IN);
  }

  public Question withName(Name other) {
    return new Question(other, type, dnsClass);
  }

  public Name name() {
    return name;
  }

  public int type() {
    return type;
  }

  public int dnsClass() {
    return dnsClass;
  }

  /// The name in wire form, in the client's case. Not to be changed.
  public byte[] wire() {
    byte[] known = wire;
    if (known == null) {
      known = name.toWire();
      wire = known;
    }
    return known;
  }

  /// The name, laid out for lookups.
  public Labels labels() {
    Labels known = labels;
    if (known == null) {
      known = Labels.of(name, wire());
      labels = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Question q
        && type == q.type
        && dnsClass == q.dnsClass
        && name.equals(q.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + type;
  }

  @Override
  public String toString() {
    return name + " " + Type.string(type);
  }
}
