package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Cut;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NameTooLong;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NotMine;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Referral;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Outcome.Remarked;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.wire.QueryReader.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// Writes outcomes down: header, sections, OPT, truncation. Here and nowhere else.
///
/// What does not fit is left out by whole record sets: in the answer and authority section, and of
/// a referral's glue, with TC set (RFC 2181 §9, RFC 9471 §3); other additional records silently.
/// The OPT record is always kept (RFC 6891 §7).
public final class ResponseWriter {
  static final int OPT_LENGTH = 11;

  private static final int OPTION_HEADER = 4;

  /// Octets of the shortest extended error.
  private static final int REASON = OPTION_HEADER + 2;

  private static final int LONGEST_REASON = 255;

  /// Writes the response to a query.
  ///
  /// @param offer what is said of the server besides
  public void write(Query query, Outcome outcome, Offer offer, ResponseBuffer out) {
    Sections sections = sectionsOf(outcome);
    var draft = new Draft(query, sections.why(), offer, out);
    int flags =
        Flags.QR
            | query.flags().echoed()
            | sections.rcode()
            | (offer.recursionAvailable() ? Flags.RA : 0);
    flags |= sections.standing() == Standing.AUTHORITATIVE ? Flags.AA : 0;
    flags |=
        sections.standing() == Standing.TOLD_AS_VALIDATED && wantsAuthenticData(query)
            ? Flags.AD
            : 0;
    flags |= sections.isCut() ? Flags.TC : 0;
    draft.section(1, sections.aliases(), true);
    draft.section(1, sections.records(), true);
    draft.section(2, sections.authority(), true);
    draft.section(3, sections.additional(), sections.additionalIsGlue());
    draft.finish(flags, 0);
  }

  /// Writes an error that no outcome stands for, such as BADVERS.
  public void writeError(Query query, int rcode, Offer offer, ResponseBuffer out) {
    int flags =
        Flags.QR
            | query.flags().echoed()
            | rcode & 0xF
            | (offer.recursionAvailable() ? Flags.RA : 0);
    new Draft(query, null, offer, out).finish(flags, rcode >>> 4);
  }

  /// Writes the error for a message that could not be read: the header, and the question if there
  /// was one.
  public void write(Malformed malformed, Offer offer, ResponseBuffer out) {
    byte[] bytes = out.bytes();
    Octets.put16(bytes, 0, malformed.id());
    Octets.put16(bytes, 2, Flags.QR | malformed.flags().echoed() | malformed.rcode());
    Octets.put32(bytes, 4, 0);
    Octets.put32(bytes, 8, 0);
    out.length(MessageReader.HEADER);
    if (malformed.question() != null) {
      byte[] name = malformed.question().wire();
      System.arraycopy(name, 0, bytes, MessageReader.HEADER, name.length);
      int behind = MessageReader.HEADER + name.length;
      Octets.put16(bytes, behind, malformed.question().type());
      Octets.put16(bytes, behind + 2, malformed.question().dnsClass());
      Octets.put16(bytes, 4, 1);
      out.length(behind + 4);
    }
    if (malformed.edns().isPresent()) {
      int end = plainOpt(bytes, out.length(), malformed.edns().flags());
      byte[] options = offer.options();
      System.arraycopy(options, 0, bytes, end, options.length);
      Octets.put16(bytes, end - 2, options.length);
      out.length(end + options.length);
    }
  }

  /// Appends an OPT record without options: our own UDP size, DO as it came (RFC 3225 §3); where it
  /// ends.
  static int plainOpt(byte[] bytes, int at, int flags) {
    bytes[at] = 0;
    Octets.put16(bytes, at + 1, Type.OPT);
    Octets.put16(bytes, at + 3, Edns.OUR_UDP_SIZE);
    Octets.put32(bytes, at + 5, flags & Edns.DNSSEC_OK);
    Octets.put16(bytes, at + 9, 0);
    Octets.put16(bytes, 10, Octets.get16(bytes, 10) + 1);
    return at + OPT_LENGTH;
  }

  /// A client asks for AD by AD or DO (RFC 6840 §5.7).
  private static boolean wantsAuthenticData(Query query) {
    return query.flags().authenticData() || query.dnssecOk();
  }

  private static Sections sectionsOf(Outcome outcome) {
    return switch (outcome) {
      case Answer a ->
          Sections.of(Rcode.NOERROR, a.standing())
              .answer(a.aliases(), a.records())
              .authority(a.authority())
              .additional(a.additional(), false);
      case NoData n ->
          Sections.of(Rcode.NOERROR, n.standing())
              .answer(n.aliases(), List.of())
              .authority(n.authority());
      case NxDomain n ->
          Sections.of(Rcode.NXDOMAIN, n.standing())
              .answer(n.aliases(), List.of())
              .authority(n.authority());
      case Alias a ->
          Sections.of(Rcode.NOERROR, a.standing())
              .answer(a.aliases(), List.of())
              .authority(a.authority());
      case NameTooLong n ->
          Sections.of(Rcode.YXDOMAIN, n.standing()).answer(n.aliases(), List.of());
      case Referral r ->
          Sections.of(Rcode.NOERROR, r.aliases().isEmpty() ? Standing.TOLD : r.standing())
              .answer(r.aliases(), List.of())
              .authority(r.authority())
              .additional(r.glue(), true);
      case Remarked r -> sectionsOf(r.outcome()).because(r.remark());
      case Stale s -> sectionsOf(s.outcome()).because(s.why());
      case Cut c -> sectionsOf(c.outcome()).cut();
      case Refused r -> Sections.of(Rcode.REFUSED, Standing.TOLD).because(r.why());
      case Failed f -> Sections.of(Rcode.SERVFAIL, Standing.TOLD).because(f.why());
      case NotMine _ -> throw new IllegalStateException("nobody was asked");
    };
  }

  /// An outcome, sorted into what stands where.
  private record Sections(
      int rcode,
      Standing standing,
      List<RecordSet> aliases,
      List<RecordSet> records,
      List<RecordSet> authority,
      List<RecordSet> additional,
      boolean additionalIsGlue,
      boolean isCut,
      @Nullable ExtendedError why) {

    static Sections of(int rcode, Standing standing) {
      return new Sections(
          rcode, standing, List.of(), List.of(), List.of(), List.of(), false, false, null);
    }

    Sections answer(List<RecordSet> way, List<RecordSet> found) {
      return new Sections(
          rcode, standing, way, found, authority, additional, additionalIsGlue, isCut, why);
    }

    Sections authority(List<RecordSet> sets) {
      return new Sections(
          rcode, standing, aliases, records, sets, additional, additionalIsGlue, isCut, why);
    }

    Sections additional(List<RecordSet> sets, boolean isGlue) {
      return new Sections(rcode, standing, aliases, records, authority, sets, isGlue, isCut, why);
    }

    Sections cut() {
      return new Sections(
          rcode, standing, aliases, records, authority, additional, additionalIsGlue, true, why);
    }

    Sections because(ExtendedError reason) {
      return new Sections(
          rcode,
          standing,
          aliases,
          records,
          authority,
          additional,
          additionalIsGlue,
          isCut,
          reason);
    }
  }

  /// A response under way: the question stands, room for OPT is kept, sections are appended until
  /// one does not fit.
  private static final class Draft {
    private final Query query;
    private final ResponseBuffer out;
    private final byte[] options;
    private final byte[] reason;
    private final int reasonCode;
    private final int room;
    private final RecordWriter writer;
    private boolean truncated;

    Draft(Query query, @Nullable ExtendedError why, Offer offer, ResponseBuffer out) {
      this.query = query;
      this.out = out;
      reasonCode = why == null ? -1 : why.code();
      reason = why == null ? new byte[0] : why.text().getBytes(StandardCharsets.US_ASCII);
      Octets.put16(out.bytes(), 0, query.id());
      Octets.put32(out.bytes(), 4, 1 << 16);
      Octets.put32(out.bytes(), 8, 0);
      int room = Math.min(query.responseLimit(), out.bytes().length);
      byte[] name = query.question().wire();
      System.arraycopy(name, 0, out.bytes(), MessageReader.HEADER, name.length);
      int at = MessageReader.HEADER + name.length;
      Octets.put16(out.bytes(), at, query.question().type());
      Octets.put16(out.bytes(), at + 2, query.question().dnsClass());
      this.room = room;
      boolean optionsFit = at + 4 + OPT_LENGTH + offer.options().length + REASON <= room;
      options = optionsFit ? offer.options() : Offer.NOTHING.options();
      writer = new RecordWriter(out, query.question(), at + 4, room - optLength());
    }

    /// Appends sets to section 1, 2 or 3; what does not fit sets TC if it is `needed`.
    void section(int section, List<RecordSet> sets, boolean needed) {
      int countAt = 4 + 2 * section;
      for (RecordSet set : sets) {
        if (truncated) {
          return;
        }
        if (writer.append(set)) {
          Octets.put16(out.bytes(), countAt, Octets.get16(out.bytes(), countAt) + set.count());
        } else {
          truncated = needed;
        }
      }
    }

    void finish(int flags, int extendedRcode) {
      Octets.put16(out.bytes(), 2, flags | (truncated ? Flags.TC : 0));
      int end = writer.end();
      out.length(query.edns().isPresent() ? opt(end, extendedRcode) : end);
    }

    private int optLength() {
      if (!query.edns().isPresent()) {
        return 0;
      }
      return OPT_LENGTH + options.length + (hasReason() ? OPTION_HEADER + 2 : 0);
    }

    private boolean hasReason() {
      return reasonCode >= 0;
    }

    /// The reason takes what the records leave.
    private int reasonLength(int at) {
      return Math.clamp((long) room - at - optLength(), 0, Math.min(reason.length, LONGEST_REASON));
    }

    /// Appends OPT with our own UDP size, DO as it came (RFC 3225 §3), the options, and the
    /// extended error.
    private int opt(int at, int extendedRcode) {
      byte[] bytes = out.bytes();
      plainOpt(bytes, at, query.edns().flags());
      bytes[at + 5] = (byte) extendedRcode;
      System.arraycopy(options, 0, bytes, at + OPT_LENGTH, options.length);
      int end = at + OPT_LENGTH + options.length;
      if (hasReason()) {
        int length = reasonLength(at);
        Octets.put16(bytes, end, EDNSOption.Code.EDNS_EXTENDED_ERROR);
        Octets.put16(bytes, end + 2, 2 + length);
        Octets.put16(bytes, end + 4, reasonCode);
        System.arraycopy(reason, 0, bytes, end + 6, length);
        end += OPTION_HEADER + 2 + length;
      }
      Octets.put16(bytes, at + 9, end - at - OPT_LENGTH);
      return end;
    }
  }
}
