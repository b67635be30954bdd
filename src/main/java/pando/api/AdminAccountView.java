package pando.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;

/// What moderators see of somebody, without the account, which is joined to it. Addresses of
/// computers are not kept, so there are none.
///
/// @param suspended always the same as `disabled`: there is one way to shut an account
/// @param lastSeenAt Pando's own: when they were last here, to the minute
@Json(naming = Json.Naming.LowerUnderscore)
public record AdminAccountView(
    AccountId id,
    String username,
    @Nullable String domain,
    Instant createdAt,
    String email,
    @Nullable String ip,
    List<String> ips,
    String locale,
    @Nullable String inviteRequest,
    CredentialView.Role role,
    boolean confirmed,
    boolean approved,
    boolean disabled,
    boolean silenced,
    boolean suspended,
    boolean sensitized,
    @Nullable Instant lastSeenAt) {}
