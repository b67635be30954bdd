package pando.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.Refusal;

/// One stream of live updates.
///
/// @param stream its name in the API, such as `user` or `hashtag:local`
/// @param subject whose it is or what it is about: an account id, a tag in lower case, a list id;
///   empty for the public streams
public record StreamKey(String stream, String subject) {

  /// A stream of one person: `user`, `user:notification` or `direct`.
  public static StreamKey of(String stream, AccountId account) {
    return new StreamKey(stream, Long.toString(account.value()));
  }

  /// A public stream: `public`, `public:local`, `public:remote`, each also with `:media`.
  public static StreamKey of(String stream) {
    return new StreamKey(stream, "");
  }

  /// `hashtag` or `hashtag:local`.
  public static StreamKey tag(String stream, String tag) {
    return new StreamKey(stream, tag.toLowerCase(Locale.ROOT));
  }

  public static StreamKey list(long id) {
    return new StreamKey("list", Long.toString(id));
  }

  /// The stream that someone asks for by its name, with `tag` or `list` where it needs one.
  static StreamKey of(AccountId viewer, @Nullable String stream, Params params) {
    return switch (stream) {
      case "user", "user:notification", "direct" -> of(stream, viewer);
      case "public",
          "public:media",
          "public:local",
          "public:local:media",
          "public:remote",
          "public:remote:media" ->
          of(stream);
      case "hashtag", "hashtag:local" -> tag(stream, params.requireText("tag").strip());
      case "list" -> list(Call.id(params.requireText("list")));
      case null, default -> throw new Refusal.Malformed("Unknown stream type");
    };
  }

  /// How messages of the stream are marked for a client that listens to several.
  List<String> label() {
    var named = stream.startsWith("hashtag") || stream.equals("list");
    return named ? List.of(stream, subject) : List.of(stream);
  }
}
