package dev.cairn.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/// The two calls of Linux that take a batch of datagrams. Neither waits.
///
/// Pointers are passed as numbers, and the number of an error is read at its place: for each shape
/// that is more than that, Java makes classes when it starts.
final class BatchCalls {
  /// Numbers of errors, as all of Linux has them.
  static final int EINTR = 4;

  static final int EBADF = 9;
  static final int EAGAIN = 11;
  static final int ENOBUFS = 105;

  private static final int DO_NOT_WAIT = 0x40; // MSG_DONTWAIT
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option WITH_ERROR = Linker.Option.captureCallState("errno");
  private static final long ERROR =
      Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));
  private static final MethodHandle RECVMMSG =
      call(
          "recvmmsg",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle SENDMMSG =
      call("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));

  private BatchCalls() {}

  @SuppressWarnings("restricted") // the shapes are those of the C functions
  private static MethodHandle call(String name, FunctionDescriptor shape) {
    var address = LINKER.defaultLookup().findOrThrow(name);
    return LINKER.downcallHandle(address, shape, WITH_ERROR);
  }

  /// Reads datagrams into the first places of a batch: how many, or the number of an error,
  /// negated.
  static int receive(int socket, Datagrams into) {
    try {
      int received =
          (int)
              RECVMMSG.invokeExact(
                  into.error(),
                  socket,
                  into.headers(0).address(),
                  into.capacity(),
                  DO_NOT_WAIT,
                  0L);
      return received < 0 ? -into.error().get(JAVA_INT, ERROR) : received;
    } catch (Throwable e) {
      throw new AssertionError(e); // a C function throws nothing
    } finally {
      Reference.reachabilityFence(into);
    }
  }

  /// Sends messages, in order: how many, or the number of the error that the first one met,
  /// negated.
  ///
  /// @param headers of them, an mmsghdr each
  /// @param error where the call leaves its number
  static int send(int socket, MemorySegment headers, int count, MemorySegment error) {
    try {
      int sent = (int) SENDMMSG.invokeExact(error, socket, headers.address(), count, DO_NOT_WAIT);
      return sent < 0 ? -error.get(JAVA_INT, ERROR) : sent;
    } catch (Throwable e) {
      throw new AssertionError(e); // a C function throws nothing
    } finally {
      Reference.reachabilityFence(headers);
    }
  }
}
