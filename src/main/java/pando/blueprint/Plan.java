package pando.blueprint;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be done, in this order.
///
/// @param nextNode the number of the node after the last that the steps start
/// @param ports the port of each member that has had one
/// @param target what it leads to; null: to nothing
public record Plan(
    List<Step> steps, int nextNode, Map<String, Integer> ports, @Nullable Blueprint target) {
  public Plan {
    steps = List.copyOf(steps);
    ports = Map.copyOf(ports);
  }

  /// Ends members.
  public static Plan ofEnd(List<Member> members, int nextNode, Map<String, Integer> ports) {
    var steps = members.stream().<Step>map(Step.Stop::new).toList();
    return new Plan(steps, nextNode, ports, null);
  }
}
