"""Prints what share of each room the tests reach: coverage_by_room.py FILE, where FILE is what `coverage json` wrote."""

import json
import sys
from collections import Counter
from pathlib import PurePath


def room_of(file):
    """`plans/views/people.py` is in `plans/views`, and `plans/models.py` in `plans`."""
    return "/".join(PurePath(file).parts[:-1][:2])


def shares(files):
    """{room: percentage of its statements and branches}, and of everything under "all"."""
    reached, there = Counter(), Counter()
    for file, told in files.items():
        summary = told["summary"]
        for room in (room_of(file), "all"):
            reached[room] += summary["covered_lines"] + summary.get("covered_branches", 0)
            there[room] += summary["num_statements"] + summary.get("num_branches", 0)
    return {room: 100 * reached[room] / there[room] for room in sorted(there) if there[room]}


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        for room, share in shares(json.load(file)["files"]).items():
            print(f"{share:6.1f} %  {room}")
