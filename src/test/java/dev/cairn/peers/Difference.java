package dev.cairn.peers;

import static dev.cairn.peers.Peer.BIND;
import static dev.cairn.peers.Peer.KNOT;
import static dev.cairn.peers.Peer.NSD;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// What may be said otherwise than some peers say it, and why. What is not listed here is a bug.
enum Difference {
  /// ANY gets one set of records over UDP and all over TCP; from NSD and Knot one in any case, and
  /// from BIND all. Which one is up to the server (RFC 8482 §4.1).
  ANY_GETS_ONE_SET(NSD, KNOT, BIND) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return question.type() == Type.ANY
          && they.head().equals(we.head())
          && they.hasAnswer()
          && we.hasAnswer()
          && (!question.road().isTcp() || we.records().containsAll(they.records()));
    }
  },

  /// BIND takes the CNAME that it makes of a DNAME for the answer to a question for ANY. We go on,
  /// as for every type (RFC 6672 §3.2, step 3C: "go back to step 1").
  ANY_ASKED_BELOW_A_DNAME(BIND) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return question.type() == Type.ANY && they.endsBelowDname() && we.beginsWith(they);
    }
  },

  /// Knot and BIND end an alias chain where it leaves the zone that it began in. We and NSD go on
  /// in all zones that are served (RFC 1034 §4.3.2, from step 3a back to steps 1 and 2); for DS in
  /// the zone above (RFC 4035 §3.1.4.1).
  ALIAS_INTO_ANOTHER_ZONE(KNOT, BIND) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return !they.aliases().isEmpty()
          && leadsToAnotherZone(they.aliases().getLast(), question.type())
          && we.beginsWith(they.withoutAuthority());
    }

    private boolean leadsToAnotherZone(String alias, int type) {
      String target = Told.target(alias);
      return !ZoneMaker.zoneOf(Told.owner(alias)).equals(ZoneMaker.zoneOf(target))
          || type == Type.DS && ZoneMaker.zoneOf(target).equals(target);
    }
  },

  /// Knot ends an alias chain after five aliases, we after 16 records. No RFC says how many, but
  /// that there is a bound (RFC 1034 §3.6.2 wants chains to be followed).
  ALIAS_CHAIN_OF_MORE_THAN_FIVE(KNOT) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return they.aliases().stream().filter(alias -> alias.contains(" CNAME ")).count() >= 5
          && we.beginsWith(they);
    }
  },

  /// An alias chain that leads back to itself: BIND gives up after some rounds, Knot says some
  /// records twice. We tell the loop once; it is for the client to see it (RFC 1034 §3.6.2).
  ALIAS_LOOP(KNOT, BIND) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return !we.aliases().isEmpty()
          && !we.hasRecords()
          && we.authority().stream().allMatch(record -> record.contains(" NSEC"))
          && we.aliases().stream()
              .anyMatch(each -> Told.owner(each).equals(Told.target(we.aliases().getLast())))
          && Set.copyOf(they.aliases()).equals(Set.copyOf(we.aliases()));
    }
  },

  /// NSEC and RRSIG can stand beside a CNAME (RFC 2181 §10.1), so that Knot and BIND do not follow
  /// it when they are asked for. Where there are none, RFC 1034 §4.3.2 step 3a holds for us.
  NSEC_OR_RRSIG_OF_AN_ALIAS(KNOT, BIND) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return (question.type() == Type.NSEC || question.type() == Type.RRSIG)
          && !they.hasRecords()
          && they.authority().stream().anyMatch(record -> record.contains(" SOA "))
          && they.aliases().size() < we.aliases().size()
          && we.aliases().subList(0, they.aliases().size()).equals(they.aliases());
    }
  },

  /// NSD and Knot take a wildcard below a cut, which the zone has no say about, for the address of
  /// a name server there. Glue is what is written down for that name (RFC 9499 §7).
  GLUE_OF_A_WILDCARD(NSD, KNOT) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      var more = new HashSet<>(they.glue());
      more.removeAll(we.glue());
      return !more.isEmpty()
          && more.stream().allMatch(record -> record.startsWith(Leads.MISSING_GLUE))
          && they.equals(we.withGlue(they.glue()));
    }
  },

  /// BIND leaves out glue that does not fit, without a word. It must all be there, or TC be set
  /// (RFC 9471 §3.1).
  GLUE_THAT_WOULD_FIT(BIND) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return !question.road().isTcp()
          && we.glue().containsAll(they.glue())
          && they.equals(we.withGlue(they.glue()));
    }
  },

  /// Names of NSEC3 records are not names of the zone (RFC 5155 §7.2.8). NSD takes them for such,
  /// and Knot leaves out the proof that a name there is made of a wildcard.
  AT_THE_OWNER_OF_NSEC3(NSD, KNOT) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return HASH.matcher(question.name().toString()).find()
          && (they.hasRcode(Rcode.NXDOMAIN) || we.provesMoreThan(they));
    }
  },

  /// NSD proves more than it has to when a name with an asterisk is asked for (RFC 4035 §3.1.3).
  MORE_PROOF_THAN_NEEDED(NSD) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return they.provesMoreThan(we);
    }
  },

  /// Where a label begins with an octet below the asterisk, NSD proves with another NSEC, or with
  /// none, that there is no wildcard (RFC 4035 §3.1.3.2).
  PROOF_OF_NO_WILDCARD(NSD) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return we.hasRcode(Rcode.NXDOMAIN) && we.isButFor(" NSEC ", they);
    }
  },

  /// Where names have opted out of the chain of NSEC3, NSD takes one of them for the closest
  /// encloser. It must be the closest provable one (RFC 5155 §7.2.1 and §7.2.4).
  ENCLOSER_THAT_OPTED_OUT(NSD) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return we.authority().stream().anyMatch(record -> record.contains(OPT_OUT))
          && we.isButFor(" NSEC3 ", they);
    }
  },

  /// Knot says NXDOMAIN and nothing else, not even that it is authoritative, of some names that
  /// nothing but opted out names are beside of (RFC 2308 §3).
  BARE_NXDOMAIN_BY_OPT_OUT(KNOT) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return we.authority().stream().anyMatch(record -> record.contains(OPT_OUT))
          && they.head().equals(we.head().replace("aa ", ""))
          && !they.hasAnswer()
          && they.authority().isEmpty();
    }
  },

  /// Knot does not prove that a name is made of a wildcard, if its NSEC is asked for, or if the
  /// name itself begins with an asterisk (RFC 4035 §3.1.3.3).
  NO_PROOF_OF_A_WILDCARD(KNOT) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return (question.type() == Type.NSEC || question.name().isWild()) && we.provesMoreThan(they);
    }
  },

  /// Knot and BIND do not prove that a wildcard has no data, if it is there only for names below it
  /// (RFC 4035 §3.1.3.4).
  NO_PROOF_OF_AN_EMPTY_WILDCARD(KNOT, BIND) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return we.hasRcode(Rcode.NOERROR) && !we.hasRecords() && we.provesMoreThan(they);
    }
  },

  /// BIND answers for the NSEC of a zone cut. NSD, Knot and we refer to the child, as for all types
  /// but DS (RFC 4035 §3.1.4.1).
  NSEC_AT_A_CUT(BIND) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return question.type() == Type.NSEC
          && they.hasRecords()
          && !we.hasRecords()
          && we.authority().stream().anyMatch(record -> record.contains(" NS "));
    }
  },

  /// Knot gives one signature to a question for RRSIG (RFC 8482 §7).
  RRSIG_GETS_ONE(KNOT) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return question.type() == Type.RRSIG
          && they.head().equals(we.head())
          && they.aliases().equals(we.aliases())
          && !they.records().isEmpty()
          && we.records().containsAll(they.records());
    }
  },

  /// Knot leaves out the SOA that does not fit, without a word. It must be there (RFC 2308 §3), or
  /// TC be set (RFC 2181 §9).
  SOA_THAT_DOES_NOT_FIT(KNOT) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return !question.road().isTcp()
          && they.authority().isEmpty()
          && they.equals(we.withoutAuthority());
    }
  },

  /// NSD goes beyond the room that there is with some YXDOMAIN, which nobody may (RFC 1035 §4.2.1).
  TOO_LONG(NSD) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return they.head().contains(Told.TOO_LONG)
          && they.head().replace(Told.TOO_LONG, "").equals(we.head())
          && they.aliases().equals(we.aliases())
          && they.records().equals(we.records());
    }
  },

  /// Knot sends more with YXDOMAIN than RFC 6672 §2.2 asks for, which is the DNAME: the SOA, or
  /// what it finds at its target; behind an alias it says NXDOMAIN.
  OTHERWISE_WITH_YXDOMAIN(KNOT) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return we.hasRcode(Rcode.YXDOMAIN)
          && we.authority().isEmpty()
          && (they.hasRcode(Rcode.YXDOMAIN) || they.hasRcode(Rcode.NXDOMAIN))
          && they.aliases().equals(we.aliases());
    }
  },

  /// NSD, which has one tree for all zones, takes names of the zones above and below, and glue, for
  /// names of this one. What is there is what the nearest zone says (RFC 1034 §4.3.2 step 2).
  NAME_OF_ANOTHER_ZONE(NSD) {
    @Override
    boolean explains(Question question, Told they, Told we) {
      return we.hasRcode(Rcode.NXDOMAIN)
          && (they.hasRcode(Rcode.NOERROR) || they.hasRcode(Rcode.NXDOMAIN))
          && we.authority().stream()
              .filter(record -> record.contains(" SOA "))
              .anyMatch(soa -> ZoneMaker.isNested(Told.owner(soa)))
          && they.hasRecords() == we.hasRecords()
          && they.aliases().equals(we.aliases());
    }
  };

  private static final String OPT_OUT = " NSEC3 0101"; // SHA-1, and the flag
  private static final Pattern HASH = Pattern.compile("(^|\\.)[0-9A-Va-v]{32}\\.");

  private final Set<Peer> peers;

  Difference(Peer... peers) {
    this.peers = Set.of(peers);
  }

  /// Whether it is one from this peer at all.
  boolean isFrom(Peer peer) {
    return peers.contains(peer);
  }

  /// @param they what a peer says, which is not what we say
  abstract boolean explains(Question question, Told they, Told we);
}
