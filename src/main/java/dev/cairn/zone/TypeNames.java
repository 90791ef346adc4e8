package dev.cairn.zone;

import java.util.Locale;
import java.util.Map;
import org.xbill.DNS.Type;

/// The mnemonics of record types: those that dnsjava knows, and those that are newer.
final class TypeNames {
  static final int DSYNC = 66;
  static final int HHIT = 67;
  static final int BRID = 68;
  static final int NXNAME = 128;
  static final int RESINFO = 261;
  static final int WALLET = 262;
  static final int CLA = 263;
  static final int IPN = 264;

  private static final Map<String, Integer> NEWER =
      Map.of(
          "DSYNC", DSYNC,
          "HHIT", HHIT,
          "BRID", BRID,
          "NXNAME", NXNAME,
          "RESINFO", RESINFO,
          "WALLET", WALLET,
          "CLA", CLA,
          "IPN", IPN);

  private TypeNames() {}

  /// The type of a mnemonic or of TYPE with its number, in any case of letters; -1 if there is
  /// none.
  static int type(String mnemonic) {
    int type = Type.value(mnemonic);
    return type >= 0 ? type : NEWER.getOrDefault(mnemonic.toUpperCase(Locale.ROOT), -1);
  }

  static String name(int type) {
    for (var newer : NEWER.entrySet()) {
      if (newer.getValue() == type) {
        return newer.getKey();
      }
    }
    return Type.string(type);
  }
}
