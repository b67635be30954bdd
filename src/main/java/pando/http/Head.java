package pando.http;

import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// The head of an HTTP request.
///
/// @param path decoded, such as `/api/v1/tags/사진`
/// @param query as it came, without the question mark
/// @param peer address of the other end of the connection: the client's or a proxy's
record Head(String method, String path, @Nullable String query, HttpFields headers, String peer) {

  @Nullable String header(String name) {
    return headers.get(name);
  }
}
