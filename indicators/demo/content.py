"""The demonstration's content from files: CSV and small YAML, one folder for each day of a diary."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True)
class DiaryDay:
    """One day of an institution's diary. `by`: a user name, empty for nobody in particular; `steps`: (verb, rows)."""

    folder: Path
    day: date
    by: str
    reason: str
    steps: tuple

    @classmethod
    def from_folder(cls, folder):
        page = read_yaml(folder / "entry.yaml")
        steps = tuple((verb, rows_of_step(folder, content)) for step in page["steps"] for verb, content in step.items())
        return cls(folder, page["date"], page["by"] or "", page["reason"], steps)


def diaries():
    """{institution's slug: its days, oldest first}."""
    return {
        folder.name: [DiaryDay.from_folder(page.parent) for page in sorted(folder.glob("*/entry.yaml"))]
        for folder in sorted(FOLDER.iterdir())
        if folder.is_dir()
    }


def rows_of_step(folder, content):
    """`content`: rows, one row, or the name of a file beside the entry."""
    if isinstance(content, str):
        path = folder / content
        return read_table(path) if path.suffix == ".csv" else read_yaml(path)
    return content if isinstance(content, list) else [content]


def read_table(path):
    """The rows of a CSV file, without empty cells."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{column: cell for column, cell in row.items() if cell} for row in csv.DictReader(file)]


def read_yaml(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
