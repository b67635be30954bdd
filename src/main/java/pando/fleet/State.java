package pando.fleet;

import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pando.blueprint.Role;

/// What the supervisor remembers: what it has started, and what it was told.
///
/// @param topology the text of the topology that was applied last; null: none was, to its end
/// @param file what the operator called it
/// @param running every member that should run, dead ones too until they are started again
/// @param ports the port of each member that ever had one, so that it keeps it
/// @param nextNode the number of the next node: a name is never given twice
/// @param scale how many nodes of a role the operator or the autoscaler asked for
/// @param copies the numbers of the servers of the database beside the first
@Json
public record State(
    @Nullable String topology,
    @Nullable String file,
    List<Running> running,
    Map<String, Integer> ports,
    int nextNode,
    Map<String, Integer> scale,
    List<Integer> copies) {

  static final State NOTHING = new State(null, null, List.of(), Map.of(), 1, Map.of(), List.of());

  State with(Running one) {
    var all = new ArrayList<>(running.stream().filter(r -> !r.name().equals(one.name())).toList());
    all.add(one);
    return new State(topology, file, all, ports, nextNode, scale, copies);
  }

  State without(String name) {
    var left = running.stream().filter(one -> !one.name().equals(name)).toList();
    return new State(topology, file, left, ports, nextNode, scale, copies);
  }

  State applied(String text, String name) {
    return new State(text, name, running, ports, nextNode, scale, copies);
  }

  State copied(List<Integer> numbers) {
    return new State(topology, file, running, ports, nextNode, scale, numbers);
  }

  State named(int next, Map<String, Integer> taken) {
    return new State(topology, file, running, new TreeMap<>(taken), next, scale, copies);
  }

  State scaled(Map<String, Integer> wanted) {
    return new State(topology, file, running, ports, nextNode, new TreeMap<>(wanted), copies);
  }

  @Nullable Running find(String name) {
    return running.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }

  List<Running> of(Role role) {
    return running.stream().filter(one -> one.role() == role).toList();
  }
}
