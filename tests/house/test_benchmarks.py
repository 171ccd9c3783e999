import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_benchmarks_measure_hoshin_beside_its_limit_and_its_peers():
    command = [sys.executable, "-m", "benchmarks", "--scale", "S", "--runs", "1", "--json", "--only", "series"]

    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=240)

    (result,) = json.loads(done.stdout)
    series, crowd = result["rows"]
    assert result["database"] | {"postgresql": ""} == {
        "postgresql": "",
        "fsync": "on",
        "plans": 1,
        "yearly values": 3000,
    }
    assert series["name"] == "one indicator's series"
    assert series["figures"].keys() == {"Hoshin", "SQL", "plain DRF", "one SELECT"}
    assert [target["target"] for target in series["targets"]] == ["≤ 3 × one SELECT"]
    assert min(crowd["figures"].values()) > 0


@pytest.mark.slow
def test_many_who_write_at_once_are_all_answered_and_what_was_accepted_is_stored():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--writers", "8"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=False,
        timeout=400,
    )

    told = json.loads(done.stdout)
    assert (told["faults"], told["deadlocks"], told["accepted and not stored"]) == ([], 0, [])
    assert told["answers"]["programs"]["200"] > 0
    assert told["accepted"] > 20
