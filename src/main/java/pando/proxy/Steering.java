package pando.proxy;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Tells the kernel which of the sockets that listen on one port is given the next connections, by
/// a program of one instruction (classic BPF) that answers the number of a socket.
///
/// The numbers begin at 0 in the order in which the sockets began to listen; the last one takes the
/// number of one that is closed. The program belongs to all of them: any can set it, and it stays
/// when that one is closed. Where it answers the number of no socket the kernel chooses by a hash,
/// as without a program.
final class Steering {
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
  private static final int SO_DETACH_REUSEPORT_BPF = 68;
  private static final short BPF_RET_K = 0x06;

  /// `struct sock_filter`
  private static final MemoryLayout INSTRUCTION =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("code"),
          JAVA_BYTE.withName("jt"),
          JAVA_BYTE.withName("jf"),
          JAVA_INT.withName("k"));

  /// `struct sock_fprog`
  private static final MemoryLayout PROGRAM =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("len"), MemoryLayout.paddingLayout(6), ADDRESS.withName("filter"));

  private static final MethodHandle SETSOCKOPT =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("setsockopt"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private Steering() {}

  /// Gives the next connections to the socket of a number.
  ///
  /// @param file the number of the open file of any of the sockets
  /// @return whether the kernel does it
  static boolean attach(int file, int socket) {
    try (var arena = Arena.ofConfined()) {
      var instruction = arena.allocate(INSTRUCTION);
      instruction.set(JAVA_SHORT, 0, BPF_RET_K);
      instruction.set(JAVA_INT, 4, socket);
      var program = arena.allocate(PROGRAM);
      program.set(JAVA_SHORT, 0, (short) 1);
      program.set(ADDRESS, 8, instruction);
      return set(file, SO_ATTACH_REUSEPORT_CBPF, program);
    }
  }

  /// Lets the kernel choose again.
  static void detach(int file) {
    try (var arena = Arena.ofConfined()) {
      set(file, SO_DETACH_REUSEPORT_BPF, arena.allocate(JAVA_INT));
    }
  }

  private static boolean set(int file, int option, MemorySegment value) {
    try {
      return (int) SETSOCKOPT.invokeExact(file, SOL_SOCKET, option, value, (int) value.byteSize())
          == 0;
    } catch (Throwable impossible) {
      throw new IllegalStateException("setsockopt cannot be called", impossible);
    }
  }
}
