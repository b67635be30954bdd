package pando.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.accounts.Sessions;
import pando.accounts.Sessions.Session;
import pando.base.AccountId;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Reply;

/// The browser that makes a call: who is signed in with it, and whether a form that it sends was
/// shown by us.
///
/// A form carries a token that is a hash of a secret which only a cookie of ours holds: that of the
/// session, or, before there is one, a cookie for forms alone. Another site can make a browser send
/// the cookie, but cannot know the token.
final class Browser {
  /// The field of forms that carries the token.
  static final String FORM_TOKEN = "form_token";

  private static final String SESSION_COOKIE = "pando_session";
  private static final String FORM_COOKIE = "pando_form";

  /// How long browsers keep the session's cookie. Unused sessions end long before.
  private static final Duration SESSION_COOKIE_AGE = Duration.ofDays(365);

  /// How long a page with a form may be open.
  private static final Duration FORM_COOKIE_AGE = Duration.ofDays(1);

  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Call call;
  private final Sessions sessions;
  private final @Nullable Session session;
  private final String secret;
  private final boolean known;

  Browser(Call call, Sessions sessions) {
    this.call = call;
    this.sessions = sessions;
    var signedIn = call.cookie(SESSION_COOKIE);
    this.session = signedIn == null ? null : sessions.find(signedIn);
    var kept = session == null ? call.cookie(FORM_COOKIE) : signedIn;
    this.known = kept != null && !kept.isEmpty();
    this.secret = known ? Objects.requireNonNull(kept) : newSecret();
  }

  /// Null: nobody is signed in.
  @Nullable Session session() {
    return session;
  }

  /// Who is signed in; null: nobody.
  @Nullable AccountId account() {
    return session == null ? null : session.account();
  }

  /// What a form of ours carries in this browser.
  String formToken() {
    try {
      var bytes = ("form " + secret).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /// Whether the call is a form that this browser was shown by us, and by nobody else.
  boolean sendsOurForm() {
    var sent = call.params().textOr(FORM_TOKEN, "");
    return known
        && MessageDigest.isEqual(
            sent.getBytes(StandardCharsets.UTF_8), formToken().getBytes(StandardCharsets.UTF_8));
  }

  /// @throws Refusal.Forbidden unless [#sendsOurForm]
  void requireOurForm() {
    if (!sendsOurForm()) {
      throw new Refusal.Forbidden("This form was not sent from a page of this site");
    }
  }

  /// Makes a page with a form one that the browser can send back.
  Reply remember(Reply page) {
    return known ? page : page.cookie(call, FORM_COOKIE, secret, FORM_COOKIE_AGE);
  }

  /// Signs an account in.
  Reply signIn(AccountId account, Reply reply) {
    var userAgent = Objects.requireNonNullElse(call.header("User-Agent"), "");
    return reply.cookie(
        call, SESSION_COOKIE, sessions.start(account, userAgent), SESSION_COOKIE_AGE);
  }

  /// Signs out who is signed in.
  Reply signOut(Reply reply) {
    if (session != null) {
      sessions.end(session.account(), session.id());
    }
    return reply.cookie(call, SESSION_COOKIE, "", Duration.ZERO);
  }

  private static String newSecret() {
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
