package dev.cairn.consul;

import dev.cairn.registry.Resource;
import dev.cairn.registry.ServiceDirectory;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Answers from the directory, with the headers that clients look at: at which index, and how
/// fresh. Who names the index that it knows waits for the next one.
final class Reads {
  private final ServiceDirectory directory;
  private final Contacts contacts;

  Reads(ServiceDirectory directory, Contacts contacts) {
    this.directory = directory;
    this.contacts = contacts;
  }

  /// Now, of what is known here.
  Reply now(Request request, Page page) {
    return now(request.parameters(), page);
  }

  /// The same, whoever asks.
  Reply now(Parameters parameters, Page page) {
    return new Reply.Now(with(page, directory.index(), 0, parameters));
  }

  /// Now, or when the resource has changed since the index that the client knows.
  ///
  /// @param page reads what belongs to the resource
  Reply watched(Request request, Resource resource, Supplier<Page> page) throws Refusal {
    Blocking blocking = Blocking.of(request.parameters());
    Supplier<Page> indexed = indexed(request.parameters(), resource, page);
    boolean waits = blocking.index() > 0 && blocking.index() == directory.index(resource);
    return waits
        ? held(
            request, blocking, new Reply.News(resource, Inquiry.of(request), () -> true, indexed))
        : new Reply.Now(indexed.get());
  }

  /// Now, or when the resource has changed so that it is news.
  Reply watched(Request request, Resource resource, BooleanSupplier isNews, Supplier<Page> page)
      throws Refusal {
    Blocking blocking = Blocking.of(request.parameters());
    Supplier<Page> indexed = indexed(request.parameters(), resource, page);
    long index = directory.index(resource); // before it is looked at, so that no change is missed
    return isNews.getAsBoolean()
        ? new Reply.Now(indexed.get())
        : held(
            request,
            new Blocking(index, blocking.atMost()),
            new Reply.News(resource, Inquiry.of(request), isNews, indexed));
  }

  private static Reply held(Request request, Blocking blocking, Reply.News news) {
    return new Reply.Held(news, blocking.index(), blocking.atMost(), request.caller().address());
  }

  private Supplier<Page> indexed(Parameters parameters, Resource resource, Supplier<Page> page) {
    return () -> {
      long index = directory.index(resource); // before what belongs to it
      return with(page.get(), index, contacts.millisOf(resource), parameters);
    };
  }

  private static Page with(Page page, long index, long lastContact, Parameters parameters) {
    String consistency =
        parameters.has("consistent") ? "consistent" : parameters.has("stale") ? "stale" : "leader";
    return page.with("X-Consul-Index", String.valueOf(index))
        .with("X-Consul-KnownLeader", "true")
        .with("X-Consul-LastContact", String.valueOf(lastContact))
        .with("X-Consul-Effective-Consistency", consistency)
        .with("X-Consul-Default-ACL-Policy", "allow");
  }
}
