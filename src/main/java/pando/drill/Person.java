package pando.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Somebody who has an account on the site.
///
/// @param id of the account, as the API says it
/// @param token of a client of theirs that may read and write
public record Person(String name, String id, String token) {
  private static final String SCOPES = "read write follow";
  private static final String PASSWORD = "aspen in the wind";

  /// Whom a token belongs to.
  ///
  /// @throws IllegalStateException if the site says that it belongs to nobody
  public static Person of(String token, Caller caller) {
    var account =
        require(caller.askForSuccess(Ask.read("/api/v1/accounts/verify_credentials").by(token)));
    return new Person(account.field("username"), account.field("id"), token);
  }

  /// New people, who register a client and sign up with it as everybody does. The site must let so
  /// many in from one address, and believe them without a mail.
  ///
  /// @throws IllegalStateException if it does not
  public static List<Person> signUp(List<String> names, Caller caller) {
    var client =
        Map.of(
            "client_name", "Drill",
            "redirect_uris", "urn:ietf:wg:oauth:2.0:oob",
            "scopes", SCOPES);
    var app = require(caller.askForSuccess(Ask.post("/api/v1/apps", client)));
    var grant =
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            app.field("client_id"),
            "client_secret",
            app.field("client_secret"),
            "scope",
            SCOPES);
    var ofApp = require(caller.askForSuccess(Ask.post("/oauth/token", grant)));
    var people = new ArrayList<Person>();
    for (var name : names) {
      var form =
          Map.of(
              "username",
              name,
              "email",
              name + "@example.org",
              "password",
              PASSWORD,
              "agreement",
              true,
              "locale",
              "en");
      var ask = Ask.post("/api/v1/accounts", form).by(ofApp.field("access_token"));
      people.add(of(require(caller.askForSuccess(ask)).field("access_token"), caller));
    }
    return people;
  }

  private static Answer require(@Nullable Answer answer) {
    if (answer == null) {
      throw new IllegalStateException("the site does not let people in");
    }
    return answer;
  }
}
