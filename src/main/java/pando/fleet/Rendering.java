package pando.fleet;

import java.util.Map;

/// A member and the files that it reads.
///
/// @param files their texts by name, in the folder of the member
record Rendering(Member member, Map<String, String> files) {
  String name() {
    return member.name();
  }
}
