package dev.cairn.zone;

import dev.cairn.message.NameProbe;
import dev.cairn.message.SetList;
import dev.cairn.message.SetView;
import dev.cairn.resolve.LentAnswer;

/// A [LentAnswer] with room for what zones need to find it.
///
/// ```
/// ask ─► ZoneResolver.select ─► kind, answer, authority, additional
///                 ▲                │ ALIAS
///                 └──── follow ◄───┘
/// ```
public final class Selection extends LentAnswer {
  private static final int ROOM = 2048;

  final Finding finding = new Finding();
  final AdditionalAddresses addresses = new AdditionalAddresses(this);
  final Proving proving = new Proving();
  private int aliases;
  private byte[] made = new byte[ROOM];
  private int madeEnd;

  @Override
  public void ask(NameProbe probe, byte[] octets, int at, int wanted) {
    super.ask(probe, octets, at, wanted);
    madeEnd = 0;
  }

  @Override
  public void forget() {
    super.forget();
    addresses.forget();
  }

  /// How many sets of the answer are aliases and their signatures.
  int aliases() {
    return aliases;
  }

  /// What was found so far are aliases.
  void aliasesEnd() {
    aliases = answer().size();
  }

  /// Where the name begins that the last so many labels of the one asked for make.
  int suffixAt(int labels) {
    return writtenAt() + name().suffix(labels);
  }

  /// Adds the records at `set` of a zone under the name that is asked for.
  SetView add(SetList section, Zone zone, int set) {
    return add(section, zone, set, written(), writtenAt());
  }

  /// Adds the records at `set` of a zone under another name.
  static SetView add(SetList section, Zone zone, int set, byte[] owner, int ownerAt) {
    return section.add().is(owner, ownerAt, zone.data(), set + Zone.SET_HEADER, zone.count(set));
  }

  /// Room for octets that stand nowhere else, to be written at [#madeAt] of the array.
  byte[] room(int octets) {
    if (madeEnd + octets > made.length) {
      made = new byte[Math.max(ROOM, octets)]; // what was made before keeps its own
      madeEnd = 0;
    }
    return made;
  }

  int madeAt() {
    return madeEnd;
  }

  void made(int octets) {
    madeEnd += octets;
  }
}
