"""What two people do with Mastodon.py: python3 mastodon_client.py SITE PHOTO PASSWORD

Ana signs in with her password, Ben in his browser. A step that does not end as it should stops
the program with the reason; the last line says that all was well.
"""

import sys
import threading

from mastodon import Mastodon, StreamListener

from browser import Browser

site, photo, password = sys.argv[1:]
scopes = ["read", "write", "follow"]
LIMIT = 20  # seconds to wait for what is streamed


def step(sentence, *shown):
    print(sentence, *shown, sep="\n    ", flush=True)


def same(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"




def app(name):
    client_id, secret = Mastodon.create_app(name, scopes=scopes, api_base_url=site)
    return Mastodon(client_id=client_id, client_secret=secret, api_base_url=site)


def join(name):
    client = app("Leaf")
    client.create_account(name, password, name + "@example.org", agreement=True, scopes=scopes)
    step(f"{name} joined")


def sign_in_with_password(name):
    client = app("Leaf")
    client.log_in(name + "@example.org", password, scopes=scopes)
    step(f"{name} signed in with a password", client.account_verify_credentials().url)
    return client


def sign_in_in_browser(name):
    client = app("Leaf for the web")
    browser = Browser()
    browser.open(client.auth_request_url(scopes=scopes))
    browser.submit("/auth/sign_in", login=name, password=password)
    browser.submit("/oauth/authorize", decision="allow")
    client.log_in(code=browser.code(), scopes=scopes)
    step(f"{name} signed in in a browser", client.account_verify_credentials().url)
    return client


class Listener(StreamListener):
    """Keeps what comes, and says that it has come."""

    def __init__(self):
        self.updates, self.notifications = [], []
        self.changed = threading.Condition()

    def on_update(self, status):
        self.keep(self.updates, status)

    def on_notification(self, notification):
        self.keep(self.notifications, notification)

    def keep(self, things, thing):
        with self.changed:
            things.append(thing)
            self.changed.notify_all()

    def wait_for(self, things, condition):
        with self.changed:
            came = self.changed.wait_for(lambda: any(map(condition, things)), LIMIT)
            assert came, f"nothing of that came within {LIMIT} seconds: {things}"


join("ana_py")
join("ben_py")
ana = sign_in_with_password("ana_py")
ben = sign_in_in_browser("ben_py")
step("the site", ana.instance().title, ana.instance().version)

ana_id, ben_id = ana.me().id, ben.me().id
same(ben.account_follow(ana_id).following, True)
same(ana.account_follow(ben_id).followed_by, True)
same([a.acct for a in ben.account_followers(ben_id)], ["ana_py"])
step("the two follow one another")

heard = Listener()
stream = ben.stream_user(heard, run_async=True, timeout=LIMIT)
same(ben.stream_healthy(), True)

words = ana.status_post("First light in #Fishlake, @ben_py", idempotency_key="first light")
same(ana.status_post("First light", idempotency_key="first light").id, words.id)
step("ana posted; the same request again is the same post", words.content)

media = ana.media_post(photo, description="An aspen grove in autumn", focus=(0.5, -0.25))
picture = ana.status_post("Pando", media_ids=media)
step("ana posted a photo", picture.media_attachments[0].url)

heard.wait_for(heard.updates, lambda status: status.id == picture.id)
heard.wait_for(heard.notifications, lambda told: told.type == "mention")
stream.close()
step("ben heard of the photo and of the mention while he listened")

home = ben.timeline_home()
same([status.id for status in home[:2]], [picture.id, words.id])
seen = home[0].media_attachments[0]
same(seen.description, "An aspen grove in autumn")
same((seen.meta.focus.x, seen.meta.focus.y), (0.5, -0.25))
same([status.id for status in ben.timeline_hashtag("fishlake")], [words.id])
step("ben sees both in his home feed", "photo: " + seen.url, "small: " + seen.preview_url)

same(ben.status_favourite(picture).favourites_count, 1)
same(ben.status_reblog(picture).reblog.id, picture.id)
reply = ben.status_post("It is one tree!", in_reply_to_id=picture)
told = {(one.type, one.account.acct) for one in ana.notifications()}
same({("favourite", "ben_py"), ("reblog", "ben_py"), ("follow", "ben_py")} <= told, True)
shown = ana.status(picture)
same((shown.favourites_count, shown.reblogs_count, shown.replies_count), (1, 1, 1))
same([status.id for status in ana.status_context(picture).descendants], [reply.id])
same([status.id for status in ben.status_context(reply).ancestors], [picture.id])
step("ben favourited, boosted and replied; ana was told", *sorted(kind for kind, _ in told))

edited = ana.status_update(picture.id, status="Pando, one tree", media_ids=media)
same((edited.id, "one tree" in edited.content), (picture.id, True))
same(len(ana.status_history(picture)), 2)
step("ana edited", edited.content)

found = ben.search_v2("ana_p")
same(found.accounts[0].acct, "ana_py")
same([tag.name.lower() for tag in ben.search_v2("fishl").hashtags], ["fishlake"])
step("ben found ana and the tag by the beginnings of their names")

same(ana.conversations(), [])
same(ben.status_bookmark(picture).bookmarked, True)
same([status.id for status in ben.bookmarks()], [picture.id])
same(ben.account_mute(ana_id).muting, True)
same(ben.account_unmute(ana_id).muting, False)
relation = ana.account_relationships(ben_id)[0]
same((relation.following, relation.followed_by, relation.blocking), (True, True, False))
step("bookmarks, mutes and relationships are as they should be")

pages, page = [], ben.timeline_home(limit=1)
while page:
    pages += [status.id for status in page]
    page = ben.fetch_next(page)
same(pages, [status.id for status in ben.timeline_home()])
step(f"ben's home feed is the same in {len(pages)} pages and in one")

same(ana.account_update_credentials(display_name="Ana", note="Aspens.").display_name, "Ana")
step("ana has a display name", ana.me().note)

ana.status_delete(words)
same(words.id in [status.id for status in ben.timeline_home()], False)
step("ana deleted her first post, and it left ben's home feed")
ana.revoke_access_token()
step("all was well")
