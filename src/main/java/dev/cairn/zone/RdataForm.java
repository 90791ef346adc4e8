package dev.cairn.zone;

import static dev.cairn.zone.CodedField.BASE64;
import static dev.cairn.zone.CodedField.HASH;
import static dev.cairn.zone.CodedField.HEX;
import static dev.cairn.zone.CodedField.MOMENT;
import static dev.cairn.zone.CodedField.OPTIONAL_BASE64;
import static dev.cairn.zone.CodedField.SALT;
import static dev.cairn.zone.CodedField.TYPES;
import static dev.cairn.zone.PlainField.ADDRESS4;
import static dev.cairn.zone.PlainField.ADDRESS6;
import static dev.cairn.zone.PlainField.ALGORITHM;
import static dev.cairn.zone.PlainField.CERTIFICATE_TYPE;
import static dev.cairn.zone.PlainField.INT;
import static dev.cairn.zone.PlainField.LONG;
import static dev.cairn.zone.PlainField.LONG_STRING;
import static dev.cairn.zone.PlainField.NAME;
import static dev.cairn.zone.PlainField.OCTET;
import static dev.cairn.zone.PlainField.OPTIONAL_STRING;
import static dev.cairn.zone.PlainField.RECORD_TYPE;
import static dev.cairn.zone.PlainField.SCHEME;
import static dev.cairn.zone.PlainField.SECONDS;
import static dev.cairn.zone.PlainField.SHORT;
import static dev.cairn.zone.PlainField.STRING;
import static dev.cairn.zone.PlainField.STRINGS;
import static dev.cairn.zone.PlainField.TAG;
import static java.util.Map.entry;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// What the data of one type is made of.
///
/// @param fields one after the other, in text and on the wire
/// @param rule what must hold besides
record RdataForm(List<RdataField> fields, RdataRule rule) {
  private static final Map<Integer, RdataForm> FORMS =
      Map.ofEntries(
          entry(Type.A, of(ADDRESS4)),
          entry(Type.NS, of(NAME)),
          entry(Type.MD, of(NAME)),
          entry(Type.MF, of(NAME)),
          entry(Type.CNAME, of(NAME)),
          entry(Type.SOA, of(NAME, NAME, INT, SECONDS, SECONDS, SECONDS, SECONDS)),
          entry(Type.MB, of(NAME)),
          entry(Type.MG, of(NAME)),
          entry(Type.MR, of(NAME)),
          entry(Type.PTR, of(NAME)),
          entry(Type.HINFO, of(STRING, STRING)),
          entry(Type.MINFO, of(NAME, NAME)),
          entry(Type.MX, of(SHORT, NAME)),
          entry(Type.TXT, of(STRINGS)),
          entry(Type.RP, of(NAME, NAME)),
          entry(Type.AFSDB, of(SHORT, NAME)),
          entry(Type.X25, of(RdataRule.NUMBER_OF_DIGITS, STRING)),
          entry(Type.ISDN, of(STRING, OPTIONAL_STRING)),
          entry(Type.RT, of(SHORT, NAME)),
          entry(Type.NSAP, of(DigitsField.NSAP)),
          entry(Type.NSAP_PTR, of(NAME)),
          entry(
              Type.SIG,
              of(RECORD_TYPE, ALGORITHM, OCTET, INT, MOMENT, MOMENT, SHORT, NAME, BASE64)),
          entry(Type.KEY, of(RdataRule.KEY, SHORT, OCTET, ALGORITHM, OPTIONAL_BASE64)),
          entry(Type.PX, of(SHORT, NAME, NAME)),
          entry(Type.GPOS, of(RdataRule.PLACE, STRING, STRING, STRING)),
          entry(Type.AAAA, of(ADDRESS6)),
          entry(Type.LOC, of(new LocationField())),
          entry(Type.EID, of(HEX)),
          entry(Type.NIMLOC, of(HEX)),
          entry(Type.SRV, of(SHORT, SHORT, SHORT, NAME)),
          entry(Type.NAPTR, of(SHORT, SHORT, STRING, STRING, STRING, NAME)),
          entry(Type.KX, of(SHORT, NAME)),
          entry(Type.CERT, of(CERTIFICATE_TYPE, SHORT, ALGORITHM, BASE64)),
          entry(Type.DNAME, of(NAME)),
          entry(Type.SINK, of(OCTET, OCTET, OCTET, OPTIONAL_BASE64)),
          entry(Type.APL, of(new PrefixesField())),
          entry(Type.DS, of(RdataRule.DIGEST, SHORT, ALGORITHM, OCTET, HEX)),
          entry(Type.SSHFP, of(RdataRule.FINGERPRINT, OCTET, OCTET, HEX)),
          entry(Type.IPSECKEY, of(GatewayField.KEY)),
          entry(
              Type.RRSIG,
              of(RECORD_TYPE, ALGORITHM, OCTET, INT, MOMENT, MOMENT, SHORT, NAME, BASE64)),
          entry(Type.NSEC, of(NAME, TYPES)),
          entry(Type.DNSKEY, of(SHORT, OCTET, ALGORITHM, BASE64)),
          entry(Type.DHCID, of(BASE64)),
          entry(Type.NSEC3, of(OCTET, OCTET, SHORT, SALT, HASH, TYPES)),
          entry(Type.NSEC3PARAM, of(OCTET, OCTET, SHORT, SALT)),
          entry(Type.TLSA, of(OCTET, OCTET, OCTET, HEX)),
          entry(Type.SMIMEA, of(OCTET, OCTET, OCTET, HEX)),
          entry(Type.HIP, of(new HostIdentityField())),
          entry(Type.NINFO, of(STRINGS)),
          entry(Type.RKEY, of(SHORT, OCTET, ALGORITHM, BASE64)),
          entry(Type.TALINK, of(NAME, NAME)),
          entry(Type.CDS, of(RdataRule.DIGEST, SHORT, ALGORITHM, OCTET, HEX)),
          entry(Type.CDNSKEY, of(SHORT, OCTET, ALGORITHM, BASE64)),
          entry(Type.OPENPGPKEY, of(BASE64)),
          entry(Type.CSYNC, of(INT, SHORT, TYPES)),
          entry(Type.ZONEMD, of(RdataRule.ZONE_DIGEST, INT, OCTET, OCTET, HEX)),
          entry(Type.SVCB, of(SHORT, NAME, new ServiceParameters())),
          entry(Type.HTTPS, of(SHORT, NAME, new ServiceParameters())),
          entry(TypeNames.DSYNC, of(RECORD_TYPE, SCHEME, SHORT, NAME)),
          entry(TypeNames.HHIT, of(BASE64)),
          entry(TypeNames.BRID, of(BASE64)),
          entry(Type.SPF, of(STRINGS)),
          entry(Type.NID, of(SHORT, DigitsField.LOCATOR)),
          entry(Type.L32, of(SHORT, ADDRESS4)),
          entry(Type.L64, of(SHORT, DigitsField.LOCATOR)),
          entry(Type.LP, of(SHORT, NAME)),
          entry(Type.EUI48, of(DigitsField.EUI48)),
          entry(Type.EUI64, of(DigitsField.EUI64)),
          entry(Type.URI, of(SHORT, SHORT, LONG_STRING)),
          entry(Type.CAA, of(OCTET, TAG, LONG_STRING)),
          entry(Type.AVC, of(STRINGS)),
          entry(Type.DOA, of(INT, INT, OCTET, STRING, BASE64)),
          entry(Type.AMTRELAY, of(GatewayField.RELAY)),
          entry(TypeNames.RESINFO, of(STRINGS)),
          entry(TypeNames.WALLET, of(STRINGS)),
          entry(TypeNames.CLA, of(STRINGS)),
          entry(TypeNames.IPN, of(LONG)),
          entry(Type.TA, of(RdataRule.DIGEST, SHORT, ALGORITHM, OCTET, HEX)),
          entry(Type.DLV, of(RdataRule.DIGEST, SHORT, ALGORITHM, OCTET, HEX)));

  /// The form of a type, null if there is none here.
  static @Nullable RdataForm of(int type) {
    return FORMS.get(type);
  }

  private static RdataForm of(RdataField... fields) {
    return of(RdataRule.NONE, fields);
  }

  private static RdataForm of(RdataRule rule, RdataField... fields) {
    return new RdataForm(List.of(fields), rule);
  }

  /// Whether the data begins with a string, which may stand in quotes.
  boolean beginsWithString() {
    return fields.getFirst() == STRING || fields.getFirst() == STRINGS;
  }

  /// Reads all words of the data.
  byte[] read(RdataWords in) throws Mistake {
    var out = new ByteArrayOutputStream(64);
    int last = in.at();
    for (RdataField field : fields) {
      last = in.hasMore() ? in.at() : last;
      field.read(in, out);
    }
    in.end();
    byte[] rdata = out.toByteArray();
    String wrong = rule.wrong(rdata);
    if (!wrong.isEmpty()) {
      throw in.mistake(last, wrong);
    }
    return rdata;
  }

  /// Whether octets are data of this form.
  boolean fits(byte[] rdata) {
    int at = 0;
    for (RdataField field : fields) {
      at = field.skip(rdata, at);
      if (at == RdataField.MALFORMED) {
        return false;
      }
    }
    return at == rdata.length && rule.wrong(rdata).isEmpty();
  }
}
