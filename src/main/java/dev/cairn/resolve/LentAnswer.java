package dev.cairn.resolve;

import dev.cairn.message.NameProbe;
import dev.cairn.message.SetList;
import dev.cairn.message.SetView;

/// One question to those who answer from memory, and the record sets that they have to say to it;
/// in room that is used again, so that answering makes no object. Belongs to one thread.
public class LentAnswer {
  private static final byte[] NONE = {};

  /// What sort of answer it is: the endings of `Outcome` that are known without asking anybody.
  public enum Kind {
    ANSWER,
    NO_DATA,
    NX_DOMAIN,
    /// Said of another name, which is asked next by [#follow].
    ALIAS,
    NAME_TOO_LONG,
    REFERRAL,
    /// Somebody else has to be asked, or it has to be said as a value.
    NOT_MINE
  }

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
  private byte[] target = NONE;
  private int targetAt;

  /// Takes a question in, and lets go of the one before.
  ///
  /// @param probe the name to look up; not changed
  /// @param octets holds the same name as it came, uncompressed from `at` on
  public void ask(NameProbe probe, byte[] octets, int at, int wanted) {
    forget();
    name = probe;
    written = octets;
    writtenAt = at;
    type = wanted;
    dnssecOk = false;
    takesAll = false;
  }

  /// Lets go of the question and of all that was said: what it stood in may be replaced any time.
  public void forget() {
    answer.clear();
    authority.clear();
    additional.clear();
    name = ownProbe;
    written = NONE;
    target = NONE;
  }

  /// Takes a question in, by a name alone.
  public void ask(byte[] octets, int wanted) {
    ownProbe.take(octets, 0, octets.length);
    ask(ownProbe, octets, 0, wanted);
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

  public void is(Kind ending) {
    kind = ending;
  }

  /// It is said of another name, which stands uncompressed from `at` on.
  public void isAliasOf(byte[] octets, int at) {
    kind = Kind.ALIAS;
    target = octets;
    targetAt = at;
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

  /// Adds records under the name that is asked for; see [SetView#is].
  public SetView add(SetList section, byte[] records, int first, int number) {
    return section.add().is(written, writtenAt, records, first, number);
  }

  /// Whether records were found twice on a way of several steps.
  public boolean repeats() {
    return answer.repeats() || authority.repeats();
  }

  public boolean dnssecOk() {
    return dnssecOk;
  }

  public boolean takesAll() {
    return takesAll;
  }

  /// Where the alias leads, as a name from [#targetAt] on.
  public byte[] target() {
    return target;
  }

  public int targetAt() {
    return targetAt;
  }

  /// The octets in which the name that is asked for stands as it was written, from [#writtenAt] on.
  public byte[] written() {
    return written;
  }

  public int writtenAt() {
    return writtenAt;
  }
}
