package pando.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import pando.accounts.Access;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.Refusal;

/// One request to the API: what a handler is given.
///
/// The body is read when its parameters are first asked for. Files that came with it are gone when
/// the call is closed.
public final class Call implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
  private static final String BEARER = "bearer ";

  private final Head head;
  private final Map<String, String> pathParams;
  private final InputStream body;
  private final ServerConfig config;
  private final Function<String, Access> authenticate;
  private final List<Path> files = new ArrayList<>();
  private @Nullable Params query;
  private @Nullable Params params;
  private @Nullable Access access;

  /// @param authenticate what a token allows, or a refusal
  Call(
      Head head,
      Map<String, String> pathParams,
      InputStream body,
      ServerConfig config,
      Function<String, Access> authenticate) {
    this.head = head;
    this.pathParams = pathParams;
    this.body = body;
    this.config = config;
    this.authenticate = authenticate;
  }

  public String method() {
    return head.method();
  }

  /// The decoded path.
  public String path() {
    return head.path();
  }

  /// What the path has in the place of `{name}`.
  public String pathParam(String name) {
    return Objects.requireNonNull(pathParams.get(name), name);
  }

  /// The id that the path has in the place of `{name}`; what cannot be an id is not found.
  public long pathId(String name) {
    var id = findPathId(name);
    if (id == 0) {
      throw new Refusal.NotFound();
    }
    return id;
  }

  /// The id that the path has in the place of `{name}`; 0, which nothing has, if it is none.
  public long findPathId(String name) {
    return id(pathParam(name));
  }

  /// The parameters of query and body together; those of the body go first.
  public Params params() {
    if (params == null) {
      var tree = new HashMap<String, @Nullable Object>(queryTree().root());
      tree.putAll(new Body(body).tree(header("Content-Type"), config.uploads(), files));
      params = new Params(tree);
    }
    return params;
  }

  /// The part of a list that is asked for. Ids that cannot be ids are as if they were not there.
  ///
  /// @param limit how many when the caller does not say
  /// @param cap how many at most, whatever the caller says
  public PageRequest page(int limit, int cap) {
    var asked = params().count("limit", limit);
    var size = asked == 0 ? limit : Math.min(asked, cap);
    return new PageRequest(cursor("max_id"), cursor("since_id"), cursor("min_id"), size);
  }

  /// Which of some languages the browser of the reader prefers; the first where it says nothing.
  ///
  /// @param known tags such as `en`
  public String language(List<String> known) {
    var accepted = Objects.requireNonNullElse(header("Accept-Language"), "");
    try {
      var preferred = Locale.lookupTag(Locale.LanguageRange.parse(accepted), known);
      return Objects.requireNonNullElse(preferred, known.getFirst());
    } catch (IllegalArgumentException notAHeader) {
      return known.getFirst();
    }
  }

  public @Nullable String header(String name) {
    return head.header(name);
  }

  /// The value of a cookie; null if there is none.
  public @Nullable String cookie(String name) {
    for (var field : head.headers().getFields(HttpHeader.COOKIE)) {
      for (var pair : field.getValue().split(";", -1)) {
        var equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
          return pair.substring(equals + 1).strip();
        }
      }
    }
    return null;
  }

  /// The public address of this site, without a slash at the end.
  public URI publicUrl() {
    return config.publicUrl();
  }

  /// The address of the client: the last one in `X-Forwarded-For` that is no proxy of ours.
  public String clientAddress() {
    var address = head.peer();
    var hops = head.headers().getCSV("X-Forwarded-For", false);
    for (var i = hops.size() - 1; i >= 0 && isProxy(address) && isAddress(hops.get(i)); i--) {
      address = hops.get(i);
    }
    return address;
  }

  /// What rate limits count an anonymous client by: its address, or its /64 of IPv6.
  String clientNetwork() {
    var bytes = InetAddress.ofLiteral(clientAddress()).getAddress();
    return HexFormat.of().formatHex(bytes, 0, bytes.length == 4 ? 4 : 8);
  }

  /// The access token, from the head, the query, a form or the handshake of a WebSocket; null if
  /// there is none.
  public @Nullable String token() {
    var authorization = header("Authorization");
    if (authorization != null) {
      return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
          ? authorization.substring(BEARER.length()).strip()
          : null;
    }
    var type = Objects.requireNonNullElse(header("Content-Type"), "");
    // a file is not received for someone who has not said who they are
    var token = (type.startsWith("multipart/") ? query() : params()).text("access_token");
    var protocols = head.headers().getCSV("Sec-WebSocket-Protocol", false);
    return token == null && !protocols.isEmpty() ? protocols.getFirst() : token;
  }

  /// What the caller may do; null if there is no token.
  ///
  /// @throws Refusal.Unauthorized for a token that is not, or no longer, good
  public @Nullable Access access() {
    var token = access == null ? token() : null;
    if (token != null) {
      access = authenticate.apply(token);
    }
    return access;
  }

  /// What [#access] has found, if it was asked; else null.
  @Nullable Access known() {
    return access;
  }

  /// Whether it only asks.
  boolean isRead() {
    return method().equals("GET") || method().equals("HEAD");
  }

  /// What the caller, a person or an app for itself, may do, and this scope is part of it.
  public Access requireAccess(String scope) {
    var found = access();
    if (found == null) {
      throw new Refusal.Unauthorized("The access token is invalid");
    }
    if (!found.allows(scope)) {
      throw new Refusal.Forbidden("This action is outside the authorized scopes");
    }
    return found;
  }

  /// The person who asks, and may use this scope.
  public AccountId require(String scope) {
    var account = requireAccess(scope).account();
    if (account == null) {
      throw new Refusal.Invalid("This method requires an authenticated user");
    }
    return account;
  }

  /// The person who asks, if there is one; who comes with a token needs the scope.
  public @Nullable AccountId find(String scope) {
    return access() == null ? null : requireAccess(scope).account();
  }

  /// Deletes the files that came with the call and were not moved away.
  @Override
  public void close() {
    try {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The id that a text is; 0, which nothing has, if it is none.
  static long id(String text) {
    return ID.matcher(text.strip()).matches() ? Long.parseLong(text.strip()) : 0;
  }

  /// Whether clients come over TLS.
  boolean secure() {
    return config.secure();
  }

  /// The pairs of the query, as they came.
  List<FormText.Pair> queryPairs() {
    return FormText.pairs(Objects.requireNonNullElse(head.query(), ""));
  }

  private @Nullable Long cursor(String name) {
    var text = params().text(name);
    var id = text == null ? 0 : id(text);
    return id == 0 ? null : id;
  }

  private Params query() {
    if (query == null) {
      query = new Params(queryTree().root());
    }
    return query;
  }

  private FormTree queryTree() {
    return FormText.tree(Objects.requireNonNullElse(head.query(), ""));
  }

  private boolean isProxy(String address) {
    return config.proxies().contains(address) || InetAddress.ofLiteral(address).isLoopbackAddress();
  }

  private static boolean isAddress(String text) {
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}
