package pando.posts;

/// Who may see a post. Its author always may; who is blocked, either way, never.
public enum Audience {
  /// Everyone, in every list.
  EVERYONE,
  /// Everyone who comes across it, but it is not in public lists, tag lists or search.
  UNLISTED,
  /// The author's followers, and who is mentioned.
  FOLLOWERS,
  /// Who is mentioned.
  MENTIONED
}
