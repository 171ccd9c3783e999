import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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
