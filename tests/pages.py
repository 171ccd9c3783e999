"""What tests read of a page."""

import re


def body(response):
    return response.content.decode()


def words(response):
    """What the page says, without tags and line breaks."""
    main = body(response).split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
