package pando.fleet;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import org.jspecify.annotations.Nullable;

/// How far a change of the site is.
///
/// @param number of the step, from 1; 0: of the whole
/// @param of how many steps there are
/// @param say what the step does
/// @param command what it stands for
/// @param outcome null: it has begun; else what came of it
/// @param millis how long it took
@Json
public record Progress(
    int number, int of, String say, String command, @Nullable String outcome, long millis) {
  private static final Jsonb JSON = Jsonb.builder().build();

  /// Reads what [#text] wrote.
  public static Progress read(String text) {
    return JSON.type(Progress.class).fromJson(text);
  }

  /// As JSON, in one line.
  public String text() {
    return JSON.type(Progress.class).toJson(this);
  }
}
