package pando.api;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.accounts.Directory;
import pando.accounts.Login;
import pando.base.AccountId;
import pando.base.Refusal;
import pando.http.Json;
import pando.moderation.LogEntry;
import pando.moderation.Report;

/// What moderators see, as JSON.
final class AdminViews {
  private final Desks.People desks;
  private final Directory directory;
  private final AccountViews people;
  private final ReportViews reports;

  AdminViews(
      Desks.People desks, Desks.Moderating moderating, AccountViews people, ReportViews reports) {
    this.desks = desks;
    this.directory = moderating.directory();
    this.people = people;
    this.reports = reports;
  }

  /// One account, also one that is shut.
  byte[] account(AccountId id) {
    var view = accounts(List.of(id)).get(id);
    if (view == null) {
      throw new Refusal.NotFound();
    }
    return view;
  }

  /// Accounts, in the order of the ids.
  byte[] accountList(List<AccountId> ids) {
    var views = accounts(ids);
    return Json.array(ids.stream().map(views::get).filter(Objects::nonNull).toList());
  }

  private Map<AccountId, byte[]> accounts(Collection<AccountId> ids) {
    var logins = desks.logins().findAll(ids);
    var faces = people.fields(logins.stream().map(login -> login.account().id()).toList());
    var seen = directory.lastSeen(ids);
    var views = new HashMap<AccountId, byte[]>();
    for (var login : logins) {
      var id = login.account().id();
      var face = faces.get(id);
      if (face != null) {
        views.put(id, Json.join(Json.bytes(view(login, seen.get(id))), face));
      }
    }
    return views;
  }

  private static AdminAccountView view(Login login, @Nullable Instant seen) {
    var account = login.account();
    return new AdminAccountView(
        account.id(),
        account.username(),
        null,
        account.createdAt(),
        login.email(),
        null,
        List.of(),
        login.locale(),
        null,
        CredentialView.Role.of(account.role()),
        login.confirmed(),
        true,
        account.disabled(),
        false,
        account.disabled(),
        false,
        seen);
  }

  byte[] report(AccountId viewer, Report report) {
    var views = reports(viewer, List.of(report));
    if (views.isEmpty()) {
      throw new Refusal.NotFound();
    }
    return views.getFirst();
  }

  /// Reports, in their order, without those about people who have left.
  List<byte[]> reports(AccountId viewer, List<Report> page) {
    var named = new LinkedHashSet<AccountId>();
    for (var report : page) {
      named.add(report.account());
      named.add(report.reporter());
      addIfPresent(named, report.assigned());
      addIfPresent(named, report.resolvedBy());
    }
    var views = accounts(named);
    return page.stream()
        .filter(report -> views.containsKey(report.account()))
        .map(report -> report(viewer, report, views))
        .toList();
  }

  private static void addIfPresent(Collection<AccountId> ids, @Nullable AccountId id) {
    if (id != null) {
      ids.add(id);
    }
  }

  private byte[] report(AccountId viewer, Report report, Map<AccountId, byte[]> people) {
    var view =
        new AdminReportView(
            Long.toString(report.id().value()),
            report.resolvedAt() != null,
            report.resolvedAt(),
            ReportViews.word(report.category()),
            report.comment(),
            false,
            report.createdAt(),
            report.updatedAt(),
            report.posts(),
            List.of());
    return Json.join(
        Json.bytes(view),
        person("account", report.reporter(), people),
        person("target_account", report.account(), people),
        person("assigned_account", report.assigned(), people),
        person("action_taken_by_account", report.resolvedBy(), people),
        Json.field("statuses", reports.posts(viewer, report)));
  }

  /// Somebody as the field of an object; null if there is nobody, or they are gone.
  private static byte[] person(
      String field, @Nullable AccountId id, Map<AccountId, byte[]> people) {
    var view = id == null ? null : people.get(id);
    return view == null ? Json.bytes(nothing(field)) : Json.field(field, view);
  }

  private static Map<String, @Nullable Object> nothing(String field) {
    var object = new HashMap<String, @Nullable Object>();
    object.put(field, null);
    return object;
  }

  List<byte[]> log(List<LogEntry> page) {
    var named = new LinkedHashSet<AccountId>();
    for (var entry : page) {
      named.add(entry.account());
      named.add(entry.moderator());
    }
    var people =
        desks.accounts().findAll(named).values().stream()
            .map(account -> new LogEntryView.Person(account.id(), account.username()))
            .collect(toMap(LogEntryView.Person::id, Function.identity()));
    var views = new ArrayList<byte[]>();
    for (var entry : page) {
      var about = entry.report();
      views.add(
          Json.bytes(
              new LogEntryView(
                  Long.toString(entry.id()),
                  entry.kind().name().toLowerCase(Locale.ROOT),
                  people.get(entry.moderator()),
                  people.get(entry.account()),
                  about == null ? null : Long.toString(about.value()),
                  entry.post(),
                  entry.note(),
                  entry.createdAt())));
    }
    return views;
  }
}
