"""A second opinion on reasons, written apart from the code: what a sentence claims, read from its words, beside the bare numbers.

It knows nothing of how sentences are made. `claims(sentence)` lists what a reader would take from it; `truths(reading)` what the
numbers say; `contradictions(reading, language)` where the two do not go together.
"""

import re
from decimal import Decimal

NUMBER = re.compile(r"−?¥?\d[\d,]*(?:\.\d+)?")
JUDGED = ("achieved", "on_track", "at_risk", "off_track")

# What the words of a sentence say: (pattern, where the figure lies, the statuses that go with it).
JAPANESE = (
    (r"最終目標.+達成しています。$", "good", {"achieved"}),
    (r"届きませんが、順調の範囲（.+）内です", "low", {"on_track"}),
    (r"超えていますが、順調の範囲（.+）内です", "high", {"on_track"}),
    (r"少なくなっていますが、順調の範囲（.+）内です", "low", {"on_track"}),
    (r"多くなっていますが、順調の範囲（.+）内です", "high", {"on_track"}),
    (r"とほぼ同じです", "near", {"on_track"}),
    (r"を満たしています", "good", {"on_track"}),
    (r"(のとおり|内)です。$", "good", {"on_track"}),
    (r"満たしていません（ちょうど.+含みません）", "same", {"at_risk", "off_track"}),
    (r"届きません（ちょうど.+含みません）", "same", {"at_risk", "off_track"}),
    (r"届きません|少なくなっています", "low", {"at_risk", "off_track"}),
    (r"超えています|多くなっています", "high", {"at_risk", "off_track"}),
)
ENGLISH = (
    (r" meets the final target of ", "good", {"achieved"}),
    (r" (short of|below) .+ but still on track \(", "low", {"on_track"}),
    (r" (over|above) .+ but still on track \(", "high", {"on_track"}),
    (r"this is close to ", "near", {"on_track"}),
    (r"this (meets|is within|is exactly) ", "good", {"on_track"}),
    (r"this is not (more|less) than ", "same", {"at_risk", "off_track"}),
    (r" (short of|below) ", "low", {"at_risk", "off_track"}),
    (r" (over|above) ", "high", {"at_risk", "off_track"}),
)
FORBIDDEN = {
    "ja": r"上回|下回|〜|[ぁ-ん一-龥] |:|, | %|-\d|上限に|下限を",
    "en": r" %|-\d|[ぁ-んァ-ヶ一-龥]|(?<![\d.,])1 (cases|hours|institutions|points|places)\b| %\b|  ",
}


def claim(sentence, language):
    """(where the figure lies, statuses) that a sentence claims; None where no pattern fits."""
    table = JAPANESE if language == "ja" else ENGLISH
    return next(((where, statuses) for words, where, statuses in table if re.search(words, sentence)), None)


def truth(comparator, actual, low, high, tolerance):
    """Where a figure lies beside what is expected. Ranks count backwards: a number too high falls short, it is never over."""
    kept = tolerance if comparator == "maintain" else 0
    if low is not None and (actual < low - kept or (comparator == "more_than" and actual == low)):
        return {"low"} if actual < low else {"same"}
    if high is not None and (actual > high + kept or (comparator == "less_than" and actual == high)):
        return {"low" if comparator == "reach_rank" else "high"} if actual > high else {"same"}
    return {"good"}


def contradictions(reading, sentence, language):
    """What is wrong with a long sentence, as a list of words; empty where all is well."""
    found = [f"says {hit.group()!r}" for hit in re.finditer(FORBIDDEN[language], sentence)]
    claimed = claim(sentence, language)
    if claimed is None:
        return [*found, "claims nothing"]
    where, statuses = claimed
    if reading.status not in statuses:
        found.append(f"claims {sorted(statuses)}, is {reading.status}")
    band, terms = reading.expected_band, reading.terms
    if reading.status == "achieved":
        return found + untold_tolerance(terms, reading.figure, sentence)
    real = truth(terms.comparator, reading.figure, band.low, band.high, terms.slack(band))
    nearly = where == "near" and real <= {"low", "high", "same"} and printed_alike(sentence, language)
    if where not in real and not nearly:
        found.append(f"claims {where}, is {sorted(real)}")
    return found + wrong_numbers(sentence, language)


def untold_tolerance(terms, actual, sentence):
    """Whether a figure that meets the final target by its tolerance alone says so, and no other does."""
    needs_it = truth(terms.comparator, actual, terms.final.low, terms.final.high, terms.slack(terms.final)) != {"good"}
    says_so = re.search("許容幅|tolerance", sentence) is not None
    return [] if needs_it is says_so else [f"tolerance is needed: {needs_it}, is told: {says_so}"]


def printed_alike(sentence, language):
    """Whether the figure and what is expected are printed with the same digits."""
    figure, expected = compared(sentence, language)[:2]
    return figure == expected


def compared(sentence, language):
    """The numbers that a sentence compares, as printed: the figure, what is expected or the nearer end, and the gap if told."""
    plain = re.sub(r"（速報値）|令和元年度|(令和|平成)\d+年度|FY\d{4}|直近の|\(provisional\)", "", sentence)
    plain = plain.replace("（）", "")
    plain = re.sub(r"からの累計| since ,| since\b", "", plain)
    head = re.split(r"（|ですが|ませんが|ますが| on a straight path| but still| \(at risk|: pace|\. ", plain)[0]
    numbers = [text.replace("¥", "").replace(",", "") for text in NUMBER.findall(head)]
    if language == "en" and len(numbers) >= 3:
        figure, gap, *expected = numbers
        return [figure, nearer(figure, gap, expected), gap]
    if len(numbers) >= 3:
        figure, *expected, gap = numbers
        return [figure, nearer(figure, gap, expected), gap]
    return numbers


def nearer(figure, gap, ends):
    """The end of a range from which the gap was taken; of one number that."""
    return min(ends, key=lambda end: abs(abs(value(end) - value(figure)) - value(gap)))


def value(text):
    return Decimal(text.replace("−", "-"))


def decimals(text):
    return len(text.partition(".")[2])


def wrong_numbers(sentence, language):
    """Compared numbers with different decimals, and a gap that is not their difference."""
    is_inside = (
        re.search(r"内です。$|のとおりです|this is (within|exactly) ", sentence) and "順調の範囲" not in sentence
    )
    numbers = [] if is_inside else compared(sentence, language)
    if len(numbers) < 2:
        return []
    is_count = "." not in numbers[0] and {decimals(number) for number in numbers[1:]} == {1}
    found = []
    if not is_count and len({decimals(number) for number in numbers}) > 1:
        found.append(f"decimals differ: {numbers}")
    if len(numbers) == 3 and abs(value(numbers[0]) - value(numbers[1])) != value(numbers[2]):
        found.append(f"gap is not the difference: {numbers}")
    return found


def meets(words, figure):
    """Whether a figure is what a Japanese line says: 29.6%以上, 25.5%以上29.6%未満, 218位以内, 99.7～102.3%（その外側）."""
    span = re.match(r"(−?[\d,.]+)～(−?[\d,.]+)", words)
    if span:
        low, high = (value(end.replace(",", "")) for end in span.groups())
        return low <= figure <= high
    single = re.fullmatch(r"(−?[\d,.]+)\D*", words)
    limits = re.findall(r"(−?[\d,.]+)[^\d,.−]*?(以上|超|以下|以内|未満)", words)
    if not limits:
        return figure == value(single.group(1).replace(",", ""))
    return all(is_within(figure, value(number.replace(",", "")), word) for number, word in limits)


def is_within(figure, number, word):
    """Whether a figure keeps to one limit."""
    if word in ("以下", "以内"):
        return figure <= number
    return {"以上": figure >= number, "超": figure > number, "未満": figure < number}[word]
