"""A window of the browser on the served demo, and what it notices by itself."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PASSWORD = "hoshin-demo"
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
    "preload": False,  # no rule here reads style sheets; fetching them anew takes time and trips over the pages' policy
}
UNSEEN = """() => {
    const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
    const isDrawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const isThere = box.width > 2 && box.height > 2 && it.checkVisibility({ opacityProperty: true });
    const isInView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    const isCalendar = it.type === "date" && !it.matches(":focus-visible"); // the browser's own button within has it
    return it === document.body || isCalendar || (isDrawn && isThere && isInView) ? "" : it.outerHTML.slice(0, 200);
}"""
ON_ITS_WAY = ".htmx-request, .htmx-swapping, .htmx-added, .htmx-settling"
OURS = {"http", "https", "ws", "wss"}


class Visit:
    """One window. `complaints`: errors in its console; `strangers`: addresses of other hosts that it asked."""

    def __init__(self, page, site):
        self.page, self.site = page, site
        self.complaints, self.strangers = [], []
        self.expected = ()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._see)

    def _hear(self, message):
        if message.type == "error" and not any(words in message.text for words in self.expected):
            self.complaints.append(message.text)

    def _see(self, request):
        address = urlsplit(request.url)
        if address.scheme in OURS and address.netloc != urlsplit(self.site).netloc:
            self.strangers.append(request.url)

    def expect(self, *words):
        """Complaints with these words belong to what the test does: a page that is not found, a refused form."""
        self.expected += words

    def go(self, path, status=200):
        """Open a page and say what it answered."""
        if status != 200:
            self.expect(f"status of {status}")
        response = self.page.goto(path, wait_until="load")
        assert response.status == status, (path, response.status)
        return self

    def sign_in(self, user):
        self.go("/accounts/login/")
        self.page.fill("input[name=username]", user)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url(lambda address: "/login/" not in address)
        return self

    def settled(self):
        """Itself, once the page is whole: loaded, and every piece that it asked for in its place and listening."""
        self.page.wait_for_load_state()
        expect(self.page.locator(ON_ITS_WAY)).to_have_count(0)
        return self

    def editor(self):
        """The dialog, once there is a form in it that can be sent."""
        self.page.wait_for_selector("#editor[open] form")
        self.settled()
        return self.page.locator("#editor")

    def barriers(self):
        """What axe finds against WCAG 2.2 A and AA and its best practices: [(rule, places)]."""
        self.settled()
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]

    def overflow(self):
        """By how many pixels the page is wider than the window."""
        self.settled()
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def hidden_focus(self):
        """What has the focus without being seen to have it; empty where all is well."""
        return self.page.evaluate(UNSEEN)

    def has_focus(self, place):
        return self.page.locator(place).evaluate_all("all => all.includes(document.activeElement)")

    def text(self, place):
        """What a reader sees in a place."""
        return self.page.locator(place).first.inner_text()

    @property
    def heading(self):
        return self.page.locator("h1").inner_text()
