package dev.cairn.resolve;

import dev.cairn.message.Outcome;
import dev.cairn.message.Question;
import org.xbill.DNS.Name;

/// Collects the steps of one decision, so that it can be explained. Callers hand over values, never
/// texts: [#NONE] costs nothing.
public interface Trace {
  Trace NONE = new Trace() {};

  /// The owner of the question's name was found.
  default void owned(Question question, Owner owner) {}

  /// Nobody owns the question's name.
  default void unowned(Question question) {}

  /// A zone was searched.
  default void zone(Name zone, long serial, Question question, Outcome outcome) {}

  /// The names of services in a domain were searched.
  default void services(Name domain, Question question, Outcome outcome) {}

  /// The cache was searched; [Outcome#NOT_MINE] is a miss.
  default void cache(Question question, Outcome outcome) {}

  /// An upstream was asked; `what` is its answer's rcode or how it failed, `nanos` how long it
  /// took.
  default void upstream(Object upstream, Question question, Object what, long nanos) {}

  /// An alias led on.
  default void alias(Question from, Name to) {}
}
