"""A browser for the pages of a site: it keeps cookies and fills in forms."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import requests


class Forms(HTMLParser):
    """The forms of a page, each with its action and the fields that are filled in already."""

    def __init__(self, html):
        super().__init__()
        self.forms = []
        self.code = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append({"action": attributes["action"], "fields": {}})
        elif tag == "input" and attributes.get("id") == "code":
            self.code = attributes["value"]
        elif tag == "input" and self.forms:
            self.forms[-1]["fields"][attributes["name"]] = attributes.get("value", "")


class Browser:
    def __init__(self):
        self.session = requests.Session()
        self.page = None

    def open(self, url):
        self.page = self.session.get(url)
        self.page.raise_for_status()

    def submit(self, action, **filled_in):
        """Sends the form that goes to `action`, as a click on its button does."""
        forms = [f for f in Forms(self.page.text).forms if f["action"] == action]
        assert forms, f"no form for {action} on {self.page.url}"
        self.page = self.session.post(
            urljoin(self.page.url, action), data={**forms[0]["fields"], **filled_in}
        )
        self.page.raise_for_status()

    def code(self):
        """The authorization code that the page shows."""
        return Forms(self.page.text).code
