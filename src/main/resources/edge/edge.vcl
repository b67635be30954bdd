vcl 4.1;

import directors;
import std;
import vsthrottle;
import xkey;

probe health {
  .url = "/health";
  .interval = 500ms;
  .timeout = 400ms;
  .window = 4;
  .threshold = 2;
  .initial = 2;
}

{{#origins}}
backend {{name}} {
  .host = "{{host}}";
  .port = "{{port}}";
  .probe = health;
  .connect_timeout = 500ms;
  .first_byte_timeout = 10s;
  .between_bytes_timeout = 5s;
}
{{/origins}}

sub vcl_init {
  new site = directors.round_robin();
{{#origins}}
  site.add_backend({{name}});
{{/origins}}
}

sub vcl_recv {
  if (req.method == "PURGE") {
    if (req.http.purge-secret != "{{secret}}") {
      return (synth(403, "Forbidden"));
    }
    return (synth(200, "Purged " + xkey.purge(req.http.xkey-purge)));
  }
  if (req.url == "/edge/health") {
    return (synth(200, "OK"));
  }
  if (req.method != "GET" && req.method != "HEAD") {
    return (synth(405, "Method Not Allowed"));
  }
  if (req.url !~ "^/(media|assets)/") {
    return (synth(404, "Not Found"));
  }
  # Files are the same for everybody, and have no parameters.
  unset req.http.Authorization;
  unset req.http.Cookie;
  set req.url = regsub(req.url, "\?.*$", "");

  set req.backend_hint = site.backend();
{{#admitting}}
  if (vsthrottle.is_denied(req.url, {{admitAfter}}, {{admitPeriodSeconds}}s)) {
    # Asked for often: this is read where the answer of the site comes in.
  }
{{/admitting}}
  return (hash);
}

sub vcl_hash {
  hash_data(req.url); # by whatever name the edge is called
  return (lookup);
}

sub vcl_backend_response {
  if (beresp.status >= 500) {
    if (bereq.retries < {{retries}}) {
      return (retry);
    }
    return (abandon);
  }
  if (beresp.status == 404 || beresp.status == 410) {
    # Names are told after their files are there, so this is no file that is about to come.
    set beresp.ttl = {{missingSeconds}}s;
    set beresp.grace = 0s;
    unset beresp.http.Set-Cookie;
    return (deliver);
  }
  if (beresp.ttl > {{freshSeconds}}s) {
    set beresp.ttl = {{freshSeconds}}s; # then it is asked for again, should a purge have been lost
  }
  set beresp.grace = {{staleSeconds}}s; # served while it is asked for, or the site is away
{{#admitting}}
  if (std.integer(beresp.http.Content-Length, 0) >= {{largeBytes}}
      && !bereq.is_bgfetch
      && !beresp.was_304
      && vsthrottle.remaining(bereq.url, {{admitAfter}}, {{admitPeriodSeconds}}s) > 0) {
    set beresp.uncacheable = true;
    set beresp.ttl = 0s;
    return (deliver);
  }
{{/admitting}}
}

sub vcl_backend_error {
  if (bereq.retries < {{retries}}) {
    return (retry);
  }
  return (abandon);
}

sub vcl_deliver {
  unset resp.http.xkey;
  unset resp.http.X-Varnish;
  unset resp.http.Via;
  if (obj.uncacheable || obj.hits == 0) {
    set resp.http.X-Cache = "miss";
  } else if (obj.ttl < 0s) {
    set resp.http.X-Cache = "stale";
  } else {
    set resp.http.X-Cache = "hit";
  }
  set resp.http.X-Edge = server.identity;
}

sub vcl_synth {
  set resp.http.Content-Type = "text/plain; charset=utf-8";
  set resp.http.Cache-Control = "no-store";
  if (resp.status == 503) {
    set resp.http.Retry-After = "1";
  }
  synthetic(resp.reason);
  return (deliver);
}
