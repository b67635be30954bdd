package pando.blueprint;

import java.util.Map;

/// A member and the files that it reads.
///
/// @param files their texts by name, in the folder of the member
public record Rendering(Member member, Map<String, String> files) {
  public String name() {
    return member.name();
  }
}
