package pando.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import pando.http.Call;
import pando.http.Reply;

/// `/api/pando/v1/openapi.json`: what Pando has beyond the Mastodon API, for programs and people.
final class ExtensionDocument {
  private final byte[] json;

  ExtensionDocument() {
    try (var in = ExtensionDocument.class.getResourceAsStream("/openapi/pando.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi/pando.json is not in the jar");
      }
      json = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply show(Call call) {
    return Reply.json(200, json).shared();
  }
}
