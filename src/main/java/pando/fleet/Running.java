package pando.fleet;

import io.avaje.jsonb.Json;
import pando.blueprint.Member;
import pando.blueprint.Role;

/// A member that was started.
///
/// @param pid its process
/// @param startTicks when the process began, in the kernel's ticks since the machine did: a process
///   with this number that began at another time is somebody else's
/// @param since when it was started, in milliseconds since 1970
/// @param restarts how often it has died and was started again
/// @param leaving whether it was told to end
@Json
public record Running(
    Member member, long pid, long startTicks, long since, int restarts, boolean leaving) {
  String name() {
    return member.name();
  }

  Role role() {
    return member.role();
  }

  /// The same process, which does something else from now on.
  Running as(Member other) {
    return new Running(other, pid, startTicks, since, restarts, leaving);
  }

  Running left() {
    return new Running(member, pid, startTicks, since, restarts, true);
  }

  /// Whether the process is there.
  public boolean isAlive() {
    return Processes.isAlive(pid, startTicks);
  }
}
