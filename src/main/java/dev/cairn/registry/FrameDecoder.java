package dev.cairn.registry;

import dev.cairn.health.Probe;
import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec.Asker;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import dev.cairn.registry.Frame.NoFrame;
import dev.cairn.registry.Frame.Part;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// Reads what [FrameEncoder] wrote, in the same order, and what an older Cairn wrote as text. Texts
/// that come again soon are the same object. Belongs to one thread.
final class FrameDecoder {
  private static final int RECENT = 1 << 10;
  private static final int LONGEST_RECENT = 64;

  private final String[] recent = new String[RECENT];
  private byte[] octets = {};
  private int at;
  private int end;

  /// @throws NoFrame if that is none
  Frame read(byte[] frame) throws NoFrame {
    if (frame[0] != Frame.IN_OCTETS) {
      return ChangeText.read(frame);
    }
    octets = frame;
    at = 1; // says what kind of frame it is
    end = frame.length;
    try {
      return frame();
    } catch (RuntimeException e) { // of whatever value refuses to be made so
      throw new NoFrame(e);
    }
  }

  private Frame frame() {
    long index = number();
    List<Change> changes = new ArrayList<>(2);
    Indexes.Marks marks = null;
    while (at < octets.length) {
      Part what = Part.of(octet());
      int length = 0;
      for (int i = 0; i < Integer.BYTES; i++) {
        length = length << Byte.SIZE | octet();
      }
      end = at + checked(length, octets.length - at);
      switch (what) {
        case MARKS -> marks = marks();
        case NODE_PUT -> changes.add(new Change.NodePut(node()));
        case NODE_GONE -> changes.add(new Change.NodeGone(text()));
        case INSTANCE_PUT -> changes.add(new Change.InstancePut(instance()));
        case INSTANCE_GONE -> changes.add(new Change.InstanceGone(instanceKey()));
        case CHECK_PUT -> changes.add(new Change.CheckPut(check()));
        case CHECK_GONE -> changes.add(new Change.CheckGone(checkKey()));
        case VALUE_PUT -> changes.add(new Change.ValuePut(value()));
        case VALUE_GONE -> changes.add(new Change.ValueGone(text()));
        case null -> throw new IllegalArgumentException("of a newer Cairn");
      }
      at = end;
      end = octets.length;
    }
    return new Frame(index, changes, marks);
  }

  private Indexes.Marks marks() {
    return new Indexes.Marks(
        number(),
        number(),
        number(),
        number(),
        map(this::number),
        map(this::number),
        map(() -> map(this::number)));
  }

  private Node node() {
    return new Node(
        text(), new UUID(number(), number()), text(), map(this::text), map(this::text), stamp());
  }

  private Instance instance() {
    return new Instance(
        instanceKey(), text(), list(this::text), text(), integer(), traits(), origin(), stamp());
  }

  private Instance.Traits traits() {
    return new Instance.Traits(
        map(this::text),
        new Instance.Weights(integer(), integer()),
        map(() -> new Instance.TaggedAddress(text(), integer())),
        bit(),
        new Instance.Manner(integer(), time(), time()));
  }

  private Instance.Origin origin() {
    return new Instance.Origin(text(), text());
  }

  private Instance.Key instanceKey() {
    return new Instance.Key(text(), text());
  }

  private Check.Key checkKey() {
    return new Check.Key(text(), text());
  }

  private Check check() {
    return new Check(checkKey(), text(), text(), spec(), result(), stamp());
  }

  private CheckSpec spec() {
    return new CheckSpec(
        means(), new Thresholds(integer(), integer(), integer()), needed(time()), text());
  }

  private Check.Result result() {
    return new Check.Result(status(), text(), number(), number());
  }

  private Status status() {
    return switch (octet()) {
      case 0 -> Status.PASSING;
      case 1 -> Status.WARNING;
      case 2 -> Status.CRITICAL;
      default -> throw new IllegalArgumentException("no status");
    };
  }

  private Means means() {
    return switch (octet()) {
      case 0 -> probed(Asker.UNKNOWN);
      case 5 -> probed(Asker.THIS_MACHINE);
      case 1 -> new Means.TimeToLive(needed(time()));
      case 2 -> new Means.Alias(text(), text());
      case 3 -> new Means.Maintenance();
      case 4 -> new Means.Told();
      default -> throw new IllegalArgumentException("no means");
    };
  }

  private Means.Probed probed(Asker asker) {
    return new Means.Probed(probe(), needed(time()), needed(time()), asker);
  }

  private Probe probe() {
    return switch (octet()) {
      case 0 ->
          new Probe.Http(
              URI.create(text()), text(), map(() -> list(this::text)), text(), manners());
      case 1 -> new Probe.Tcp(text(), integer(), bit() ? Probe.Tls.USUAL : null);
      case 2 -> new Probe.Udp(text(), integer());
      case 3 ->
          new Probe.Dns(
              new Probe.Server(text(), integer(), needed(time())),
              name(),
              integer(),
              integer(),
              list(this::text));
      case 4 -> new Probe.Script(list(this::text));
      case 5 -> new Probe.Tcp(text(), integer(), new Probe.Tls(text(), bit()));
      default -> throw new IllegalArgumentException("no probe");
    };
  }

  private Probe.HttpManners manners() {
    return new Probe.HttpManners(text(), bit(), bit(), integer());
  }

  private Name name() {
    try {
      return Name.fromString(text());
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private KeyValue value() {
    return new KeyValue(text(), octets(integer()), number(), stamp());
  }

  private Stamp stamp() {
    return new Stamp(number(), number());
  }

  private @Nullable Duration time() {
    return bit() ? Duration.ofSeconds(number(), number()) : null;
  }

  private static Duration needed(@Nullable Duration time) {
    if (time == null) {
      throw new IllegalArgumentException("no time");
    }
    return time;
  }

  private <T> List<T> list(Supplier<T> read) {
    int size = count();
    List<T> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(read.get());
    }
    return List.copyOf(all);
  }

  private <T> Map<String, T> map(Supplier<T> read) {
    int size = count();
    if (size == 0) {
      return Map.of();
    }
    Map<String, T> all = LinkedHashMap.newLinkedHashMap(size);
    for (int i = 0; i < size; i++) {
      all.put(text(), read.get());
    }
    return all;
  }

  private String text() {
    int length = integer();
    boolean isWide = (length & 1) != 0;
    int characters = length >>> 1;
    if (isWide) {
      return wide(checked(characters, (end - at) / 2));
    }
    var text = new String(octets, at, checked(characters, end - at), StandardCharsets.ISO_8859_1);
    at += characters;
    return characters > LONGEST_RECENT ? text : shared(text);
  }

  private String shared(String text) {
    int place = text.hashCode() & RECENT - 1;
    String known = recent[place];
    if (text.equals(known)) {
      return known;
    }
    recent[place] = text;
    return text;
  }

  private String wide(int length) {
    var characters = new char[length];
    for (int i = 0; i < length; i++) {
      characters[i] = (char) (octet() << Byte.SIZE | octet());
    }
    return new String(characters);
  }

  private byte[] octets(int length) {
    int from = at;
    at += checked(length, end - at);
    return Arrays.copyOfRange(octets, from, at);
  }

  /// How many follow, each of at least one octet.
  private int count() {
    return checked(integer(), end - at);
  }

  private static int checked(int number, int most) {
    if (number < 0 || number > most) {
      throw new IllegalArgumentException("longer than what is there");
    }
    return number;
  }

  private boolean bit() {
    return octet() != 0;
  }

  private int integer() {
    return (int) number();
  }

  private long number() {
    long number = 0;
    int shift = 0;
    int octet;
    do {
      octet = octet();
      number |= (long) (octet & 0x7f) << shift;
      shift += 7;
    } while (octet >= 0x80 && shift < Long.SIZE);
    return number;
  }

  private int octet() {
    if (at >= end) {
      throw new IllegalArgumentException("cut off");
    }
    return octets[at++] & 0xff;
  }
}
