package pando.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.Accounts;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Json;
import pando.http.Reply;
import pando.http.Router;

/// Where programs find out what this site is, and who is on it: `/.well-known` and nodeinfo.
///
/// Pando does not federate, and says so: nodeinfo lists no protocols.
final class DiscoveryHandlers {
  private static final String NODEINFO = "http://nodeinfo.diaspora.software/ns/schema/2.0";
  private static final Pattern ACCT = Pattern.compile("acct:@?([^@]+)@([^@]+)");

  private final Accounts accounts;
  private final Urls urls;
  private final boolean open;

  /// @param open whether people may join by themselves
  DiscoveryHandlers(Accounts accounts, Urls urls, boolean open) {
    this.accounts = accounts;
    this.urls = urls;
    this.open = open;
  }

  void routes(Router router) {
    router
        .get("/.well-known/nodeinfo", this::nodeinfos)
        .get("/nodeinfo/2.0", this::nodeinfo)
        .get("/.well-known/host-meta", this::hostMeta)
        .get("/.well-known/webfinger", this::webfinger);
  }

  private Reply nodeinfos(Call call) {
    var link = Map.of("rel", NODEINFO, "href", urls.site("/nodeinfo/2.0"));
    return Reply.ok(Map.of("links", List.of(link))).shared();
  }

  private Reply nodeinfo(Call call) {
    var users = accounts.total();
    return Reply.ok(
            Map.of(
                "version", "2.0",
                "software", Map.of("name", "pando", "version", InstanceHandlers.ownVersion()),
                "protocols", List.of(),
                "services", Map.of("inbound", List.of(), "outbound", List.of()),
                "usage", Map.of("users", Map.of("total", users)),
                "openRegistrations", open,
                "metadata", Map.of()))
        .shared();
  }

  private Reply hostMeta(Call call) {
    var xml =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
          <Link rel="lrdd" template="%s?resource={uri}"/>
        </XRD>
        """
            .formatted(urls.site("/.well-known/webfinger"));
    return Reply.bytes(200, "application/xrd+xml; charset=utf-8", xml.getBytes(UTF_8)).shared();
  }

  private Reply webfinger(Call call) {
    var account = find(call.params().requireText("resource"));
    if (account == null || account.disabled()) {
      throw new Refusal.NotFound();
    }
    var profile = urls.account(account.username());
    var view =
        Map.of(
            "subject", "acct:%s@%s".formatted(account.username(), urls.domain()),
            "aliases", List.of(profile, urls.accountUri(account.username())),
            "links",
                List.of(
                    Map.of(
                        "rel", "http://webfinger.net/rel/profile-page",
                        "type", "text/html",
                        "href", profile)));
    return Reply.bytes(200, "application/jrd+json; charset=utf-8", Json.bytes(view)).shared();
  }

  /// Who is meant by `acct:ana@example.org`, or by the address of a profile.
  private @Nullable Account find(String resource) {
    var acct = ACCT.matcher(resource);
    if (acct.matches()) {
      return acct.group(2).equalsIgnoreCase(urls.domain())
          ? accounts.findByName(acct.group(1))
          : null;
    }
    for (var prefix : List.of(urls.account(""), urls.accountUri(""))) {
      if (resource.startsWith(prefix)) {
        return accounts.findByName(resource.substring(prefix.length()));
      }
    }
    return null;
  }
}
