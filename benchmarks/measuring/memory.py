"""How much memory processes take: the site's workers while they answer something large (Linux only)."""

from pathlib import Path

from benchmarks.measuring import client
from benchmarks.measuring.serving import web


def streamed_csv(bench):
    """Megabytes above idle, all workers together, while all values go out as CSV; idle is after some small answers."""
    with web("config.settings") as site:
        for _ in range(20):
            client.get(site.port, "/api/v1/yearly-values/")
        idle = {pid: status(pid)["VmRSS"] for pid in site.workers}
        for pid in idle:
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # forget the highest point so far
        client.get(site.port, "/api/v1/yearly-values/?format=csv")
        above = sum(status(pid)["VmHWM"] - rss for pid, rss in idle.items())
    return {"Hoshin": round(above / 1000, 1)}


def status(pid):
    """Kilobytes of a process, by the kernel's names."""
    lines = (line.split() for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return {name.rstrip(":"): int(words[0]) for name, *words in lines if words[-1:] == ["kB"]}
