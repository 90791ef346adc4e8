package dev.cairn.message;

import java.util.List;
import org.xbill.DNS.Name;

/// What there is to say to a query. Every ending is a case, and every `switch` over it names them
/// all.
///
/// `aliases` are the CNAME and DNAME records that led from the question to the last name, in order;
/// empty if none did. `standing` is that of the first name: AA speaks of the first owner in the
/// answer section (RFC 1035 §4.1.1). `authority` has the name servers of a referral, the SOA of a
/// negative answer, its TTL bounded (RFC 2308 §3), and what proves that there is no better answer
/// (RFC 4035 §3.1.3).
public sealed interface Outcome {

  /// The records that were asked for; `additional` are addresses that the client will want next.
  record Answer(
      List<RecordSet> aliases,
      List<RecordSet> records,
      List<RecordSet> authority,
      List<RecordSet> additional,
      Standing standing)
      implements Outcome {}

  /// The name exists, the type does not (RFC 2308 §2.2).
  record NoData(List<RecordSet> aliases, List<RecordSet> authority, Standing standing)
      implements Outcome {}

  /// The name does not exist, nor anything below it (RFC 2308 §2.1, RFC 8020).
  record NxDomain(List<RecordSet> aliases, List<RecordSet> authority, Standing standing)
      implements Outcome {}

  /// Said of another name, which somebody else may own.
  record Alias(List<RecordSet> aliases, List<RecordSet> authority, Name target, Standing standing)
      implements Outcome {}

  /// A DNAME that leads to a name of more than 255 octets: YXDOMAIN (RFC 6672 §2.2).
  record NameTooLong(List<RecordSet> aliases, Standing standing) implements Outcome {}

  /// Others know: the name servers at the zone cut, and their addresses where they lie below it
  /// (RFC 1034 §4.2.1).
  record Referral(
      List<RecordSet> aliases, List<RecordSet> authority, List<RecordSet> glue, Standing standing)
      implements Outcome {}

  /// What an upstream told, with what it remarked on it, such as that the name is filtered (RFC
  /// 8914). Never of an alias that has to be followed.
  record Remarked(Outcome outcome, ExtendedError remark) implements Outcome {}

  /// An answer of an upstream whose time is over, served because nobody could be asked (RFC 8767).
  record Stale(Outcome outcome, ExtendedError why) implements Outcome {}

  /// Some of the records that there are, because a message does not hold more or a limit is set: TC
  /// (RFC 2181 §9).
  record Cut(Outcome outcome) implements Outcome {}

  /// Not for this client, or not here: REFUSED.
  record Refused(ExtendedError why) implements Outcome {}

  /// It should be known and is not: SERVFAIL.
  record Failed(ExtendedError why) implements Outcome {}

  /// Ask the next. The only way to pass on; never leaves the house.
  record NotMine() implements Outcome {}

  NotMine NOT_MINE = new NotMine();
}
