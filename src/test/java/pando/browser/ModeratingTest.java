package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pando.accounts.Account.Role;
import pando.bench.Scene;
import pando.main.TestPando;

/// Ben reports what Ana has posted, and the administrator acts.
@Tag("slow")
class ModeratingTest {
  private static final String ASKS_SITE =
      """
      () => fetch("/api/v1/admin/reports", {
        headers: { Authorization: `Bearer ${sessionStorage.getItem("pando.token")}` },
      }).then((answer) => answer.status)
      """;

  @AutoClose private static final TestPando site = TestPando.working();

  @RegisterExtension final Chromium chromium = new Chromium();

  private Visit visit(String name) {
    return new Visit(chromium.open(site.url())).signsIn(name);
  }

  @Test
  void aReportedPostIsDeletedByAnAdministratorWhoHasSaidTheirPassword() {
    var ana = site.signUp("ana");
    var photo = ana.uploads(Scene.jpeg(800, 600, 0.9f));
    var post = ana.posts("Buy cheap watches", "public", photo);
    site.signUp("ben");
    site.signUp("noa", Role.ADMIN, Set.of("read"));

    var ben =
        visit("ben")
            .goes("/@ana/" + post)
            .clicks(".post pando-menu button")
            .clicks(".menu li:has-text('Report') button")
            .clicks("input[value=spam]")
            .writes(".report textarea", "The third time today")
            .clicks(".report button[type=submit]")
            .reads("The moderators of this site will look at it")
            .clicks("pando-report .ending button:last-child");

    var noa = visit("noa").goes("/admin").clicks(".door button").writes("#password", "wrong");
    noa.clicks("button[value=allow]")
        .reads("This is not your password")
        .writes("#password", TestPando.PASSWORD)
        .clicks("button[value=allow]")
        .clicks(".reports a")
        .reads("The third time today")
        .sees(".reported img")
        .clicks(".reported button.bad")
        .writes("pando-admin-act textarea", "an advertisement")
        .clicks("pando-admin-act button[type=submit]")
        .reads("1 reported post is deleted")
        .clicks(".actions button")
        .reads("noa resolved the report")
        .reads("an advertisement");
    assertThat(noa.page().evaluate(ASKS_SITE)).as("the token of the app").isEqualTo(403);

    ben.goes("/@ana/" + post).reads("There is nothing here");
    assertThat(ben.text()).doesNotContain("Buy cheap watches");
    noa.page().reload();
    noa.sees(".door button"); // the permission is gone with the page
    ben.goes("/admin").reads("There is nothing here");
  }
}
