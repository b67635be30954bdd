package pando.api;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import pando.base.AccountId;
import pando.http.Json;
import pando.moderation.Report;
import pando.moderation.ReportId;
import pando.posts.Posts;

/// Reports as JSON.
final class ReportViews {
  private final Desks.Moderating desks;
  private final Posts posts;
  private final StatusViews statuses;
  private final AccountViews people;

  ReportViews(Desks.Moderating desks, Posts posts, StatusViews statuses, AccountViews people) {
    this.desks = desks;
    this.posts = posts;
    this.statuses = statuses;
    this.people = people;
  }

  /// As who reported sees it.
  byte[] of(Report report) {
    var view =
        new ReportView(
            Long.toString(report.id().value()),
            report.resolvedAt() != null,
            report.resolvedAt(),
            word(report.category()),
            report.comment(),
            false,
            report.createdAt(),
            report.posts(),
            List.of());
    return Json.join(Json.bytes(view), Json.field("target_account", people.of(report.account())));
  }

  /// The reports of these ids as notifications show them; none to somebody who is no moderator, and
  /// none about people who have left.
  Map<ReportId, byte[]> forModerator(AccountId viewer, Collection<ReportId> ids) {
    var views = new HashMap<ReportId, byte[]>();
    if (!ids.isEmpty() && desks.moderation().isModerator(viewer)) {
      var found = desks.reports().findAll(ids);
      var there = people.all(found.stream().map(Report::account).toList());
      found.stream()
          .filter(report -> there.containsKey(report.account()))
          .forEach(report -> views.put(report.id(), of(report)));
    }
    return views;
  }

  /// The JSON array of the reported posts that are still there, whoever may see them.
  byte[] posts(AccountId viewer, Report report) {
    var found = posts.findAll(report.posts());
    return statuses.array(
        viewer, report.posts().stream().map(found::get).filter(Objects::nonNull).toList());
  }

  static String word(Report.Category category) {
    return category.name().toLowerCase(Locale.ROOT);
  }
}
