package dev.cairn.server;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes whoever looks at files as soon as something happens in their folders. Only a hint: network
/// file systems tell nothing, and a symbolic link may lead anywhere, so files are looked at now and
/// then all the same.
final class FolderEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderEvents.class);
  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_MODIFY,
    StandardWatchEventKinds.ENTRY_DELETE
  };

  private final @Nullable WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Semaphore wakes = new Semaphore(0);

  FolderEvents() {
    WatchService made = null;
    try {
      made = FileSystems.getDefault().newWatchService();
      var events = made;
      Thread.ofPlatform().daemon().name("folder-events").start(() -> listen(events));
    } catch (IOException e) {
      LOG.warn(
          "changes to files are noticed by looking only, as the system tells nothing of them: {}",
          e.getMessage());
    }
    service = made;
  }

  /// From now on these are the folders.
  synchronized void watch(Set<Path> folders) {
    keys.entrySet()
        .removeIf(entry -> {
          boolean isOver = !folders.contains(entry.getKey()) || !entry.getValue().isValid();
          if (isOver) {
            entry.getValue().cancel();
          }
          return isOver;
        });
    for (Path folder : folders) {
      if (service != null && !keys.containsKey(folder)) {
        try {
          keys.put(folder, folder.register(service, KINDS));
        } catch (IOException | ClosedWatchServiceException _) {
          LOG.debug("{} is looked at now and then only", folder); // not there, or too many
        }
      }
    }
  }

  /// Wakes whoever waits, or will wait next.
  void wake() {
    wakes.release();
  }

  /// Waits until something happens, or until the time is over.
  void await(Duration longest) throws InterruptedException {
    if (wakes.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      wakes.drainPermits();
    }
  }

  private void listen(WatchService events) {
    try {
      while (true) {
        WatchKey key = events.take();
        key.pollEvents();
        wake();
        key.reset();
      }
    } catch (InterruptedException | ClosedWatchServiceException _) {
      return; // the server stops
    }
  }

  @Override
  public void close() {
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        LOG.debug("closing the watch service failed", e);
      }
    }
  }
}
