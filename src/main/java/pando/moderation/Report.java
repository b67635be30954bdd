package pando.moderation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PostId;
import pando.base.Refusal;

/// What somebody told the moderators about somebody.
///
/// @param account who is reported
/// @param assigned the moderator who looks after it
/// @param resolvedBy null: it is open
public record Report(
    ReportId id,
    AccountId account,
    AccountId reporter,
    List<PostId> posts,
    Category category,
    String comment,
    @Nullable AccountId assigned,
    @Nullable AccountId resolvedBy,
    @Nullable Instant resolvedAt,
    Instant updatedAt,
    Instant createdAt) {

  /// What is wrong.
  public enum Category {
    SPAM,
    /// It is against the law.
    LEGAL,
    /// It breaks a rule of the site.
    VIOLATION,
    OTHER
  }

  /// What somebody is about to report.
  ///
  /// @param posts those that show it; may be none
  public record Draft(AccountId account, List<PostId> posts, Category category, String comment) {
    /// How much can be said, in characters.
    public static final int MAX_COMMENT = 1_000;

    public static final int MAX_POSTS = 100;

    public Draft {
      posts = posts.stream().distinct().sorted().toList();
      comment = comment.strip();
      if (comment.codePointCount(0, comment.length()) > MAX_COMMENT) {
        throw new Refusal.Invalid(
            "Validation failed: Comment is too long (maximum is %d characters)"
                .formatted(MAX_COMMENT));
      }
      if (posts.size() > MAX_POSTS) {
        throw new Refusal.Invalid(
            "Validation failed: Statuses are more than %d".formatted(MAX_POSTS));
      }
    }
  }

  public Report {
    posts = List.copyOf(posts);
  }
}
