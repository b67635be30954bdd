package pando.accounts;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.MediaId;

/// A person, or a bot, as others see them.
///
/// @param username as it was typed at sign-up; unique without regard to case
/// @param displayName may be empty: show the user name then
/// @param note what they say about themselves, as written
/// @param fields what they show as a table, at most [ProfileEdit#MAX_FIELDS]
/// @param locked whether they approve each follower
/// @param discoverable whether they may be suggested to others
/// @param indexable whether their posts may be found by their words
/// @param hideCollections whether lists of followers and followed are hidden from others
/// @param disabled whether an operator has shut the account
public record Account(
    AccountId id,
    String username,
    String displayName,
    String note,
    List<Field> fields,
    @Nullable MediaId avatar,
    @Nullable MediaId header,
    boolean locked,
    boolean bot,
    boolean discoverable,
    boolean indexable,
    boolean hideCollections,
    Role role,
    boolean disabled,
    Instant createdAt) {

  /// A line of the table on a profile.
  @Json
  public record Field(String name, String value) {}

  /// What a person may do on this site beyond their own affairs.
  public enum Role {
    MEMBER,
    MODERATOR,
    ADMIN
  }

  public Account {
    fields = List.copyOf(fields);
  }
}
