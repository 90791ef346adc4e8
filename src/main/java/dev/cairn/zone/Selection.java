package dev.cairn.zone;

import dev.cairn.message.NameProbe;
import dev.cairn.message.SetList;
import dev.cairn.message.SetView;

/// One question to zones, and the record sets that they have to say to it; in room that is used
/// again, so that answering makes no object. Belongs to one thread.
///
/// ```
/// ask ─► ZoneResolver.select ─► kind, answer, authority, additional
///                 ▲                │ ALIAS
///                 └──── follow ◄───┘
/// ```
public final class Selection {
  private static final int ROOM = 2048;
  private static final byte[] NONE = {};

  /// What sort of answer it is: the endings of `Outcome` that a zone knows.
  public enum Kind {
    ANSWER,
    NO_DATA,
    NX_DOMAIN,
    /// Said of another name, which is asked next by [#follow].
    ALIAS,
    NAME_TOO_LONG,
    REFERRAL,
    /// The zone is an overlay and does not have the name.
    NOT_MINE
  }

  final Finding finding = new Finding();
  final AdditionalAddresses addresses = new AdditionalAddresses(this);
  final Proving proving = new Proving();
  private final SetList answer = new SetList();
  private final SetList authority = new SetList();
  private final SetList additional = new SetList();
  private final NameProbe ownProbe = new NameProbe();
  private NameProbe name = ownProbe;
  private byte[] written = NONE;
  private int writtenAt;
  private int type;
  private boolean dnssecOk;
  private boolean takesAll;
  private Kind kind = Kind.NOT_MINE;
  private int aliases;
  private byte[] target = NONE;
  private int targetAt;
  private byte[] made = new byte[ROOM];
  private int madeEnd;

  /// Takes a question in.
  ///
  /// @param probe the name to look up; not changed
  /// @param octets holds the same name as it came, uncompressed from `at` on
  public void ask(NameProbe probe, byte[] octets, int at, int type) {
    name = probe;
    written = octets;
    writtenAt = at;
    this.type = type;
    dnssecOk = false;
    takesAll = false;
    madeEnd = 0;
    answer.clear();
    authority.clear();
    additional.clear();
  }

  /// Takes a question in, by a name alone.
  void ask(byte[] octets, int type) {
    ownProbe.take(octets, 0, octets.length);
    ask(ownProbe, octets, 0, type);
  }

  /// Says what the client takes.
  ///
  /// @param signatures whether it wants proofs: DO (RFC 4035 §3.1)
  /// @param much whether a question for ANY may get all that there is
  public void wants(boolean signatures, boolean much) {
    dnssecOk = signatures;
    takesAll = much;
  }

  /// Asks for the name that the alias leads to. What was found so far stays.
  public void follow() {
    ownProbe.take(target, targetAt, target.length);
    name = ownProbe;
    written = target;
    writtenAt = targetAt;
  }

  /// The name that is asked for now.
  public NameProbe name() {
    return name;
  }

  public int type() {
    return type;
  }

  public Kind kind() {
    return kind;
  }

  /// Aliases, and behind them the records that were asked for.
  public SetList answer() {
    return answer;
  }

  public SetList authority() {
    return authority;
  }

  public SetList additional() {
    return additional;
  }

  /// Whether records were found twice on a way of several steps.
  public boolean repeats() {
    return answer.repeats() || authority.repeats();
  }

  boolean dnssecOk() {
    return dnssecOk;
  }

  boolean takesAll() {
    return takesAll;
  }

  /// How many sets of the answer are aliases and their signatures.
  int aliases() {
    return aliases;
  }

  /// Where the alias leads, as a name in [#targetAt].
  byte[] target() {
    return target;
  }

  int targetAt() {
    return targetAt;
  }

  void is(Kind ending) {
    kind = ending;
  }

  /// What was found so far are aliases.
  void aliasesEnd() {
    aliases = answer.size();
  }

  void isAliasOf(byte[] octets, int at) {
    kind = Kind.ALIAS;
    target = octets;
    targetAt = at;
  }

  /// The octets in which the name that is asked for stands as it was written, from [#writtenAt] on.
  byte[] written() {
    return written;
  }

  int writtenAt() {
    return writtenAt;
  }

  /// Where the name begins that the last so many labels of the one asked for make.
  int suffixAt(int labels) {
    return writtenAt + name.suffix(labels);
  }

  /// Adds the records at `set` of a zone under the name that is asked for.
  SetView add(SetList section, Zone zone, int set) {
    return add(section, zone, set, written, writtenAt);
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
