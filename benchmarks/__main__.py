"""`./run bench`: measure Hoshin on a throw-away PostgreSQL and print a table. docs/benchmarks.md says how to read it."""

import argparse
import json
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from benchmarks import table, writers
from benchmarks.bench import Bench
from benchmarks.made_plans import filling
from benchmarks.measuring.serving import web
from benchmarks.measuring.stopwatch import measured
from benchmarks.rows import ALL
from config import environment
from config.launcher import prepare, processes, tables
from config.launcher.postgres import OwnServer, connect

SET_FOR_US = {
    "HOSHIN_DEMO": "0",
    "HOSHIN_TODAY": "2026-05-15",
    "THROTTLE_ANON": "0",
    "THROTTLE_TOKEN": "0",
    "HTTPS": "0",
    "DEBUG": "0",
}
LEFT_OUT = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_REPLICA_URL", "ALLOWED_HOSTS", "HOST")


def main(arguments):
    """Measure each scale that was asked for; the answer is the exit code."""
    asked = parse(arguments)
    if asked.writers:
        return contend(asked.writers)
    chosen = [row for row in ALL if any(part.lower() in row.name.lower() for part in asked.only or [""])]
    if not chosen:
        raise environment.Refusal("There is no such row. There are: " + "; ".join(row.name for row in ALL) + ".")
    results = [measure(scale, chosen, asked.runs) for scale in dict.fromkeys(asked.scale)]
    if asked.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        table.show(results)
    return 0


def parse(arguments):
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--scale", nargs="+", choices=filling.PLANS, default=["M"], help="S: 1 plan, M: 50, L: 1,000")
    parser.add_argument("--runs", type=int, default=15, help="of which the median is taken")
    parser.add_argument("--only", action="append", metavar="NAME", help="rows whose name contains this")
    parser.add_argument(
        "--writers", type=int, metavar="SECONDS", help="instead: many who write at once, and what went wrong"
    )
    parser.add_argument("--json", action="store_true", help="numbers for machines, on standard output")
    return parser.parse_args(arguments)


def contend(seconds):
    """Many writers at once for so long; the exit code says whether all went well."""
    with throw_away_database() as (_app, owner):
        say(f"Writing for {seconds} seconds …")
        told = writers.measure(owner, OwnServer(os.environ["HOSHIN_DATA"]).cluster.log, seconds)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0 if writers.is_good(told) else 1


def measure(scale, rows, runs):
    """One scale on a database of its own: what was measured, ready to be printed."""
    with throw_away_database() as (app, owner):
        say(f"Scale {scale}: making {filling.PLANS[scale]} plans …")
        filling.fill(owner, filling.PLANS[scale])
        with web("config.settings") as ours, web("benchmarks.peers.settings") as peers:
            bench = Bench(scale, app, owner, ours, peers)
            database = bench.described
            answers = measured([row for row in rows if row.fits(bench)], bench, runs, say)
            return {"scale": scale, "runs": runs, "database": database, "rows": answers}


@contextmanager
def throw_away_database():
    """A new PostgreSQL, set up as `./run` sets up a lasting one (fsync on), with our tables: connections as app and owner."""
    made = tables.as_sql(environment.data_folder())  # in a run of the tests, else none
    for name in LEFT_OUT:
        os.environ.pop(name, None)
    # Should we be killed, the next `./run test` finds the folder by its name and removes what is left.
    with tempfile.TemporaryDirectory(prefix="hoshin-test-bench-") as folder:
        Path(folder).chmod(0o711)  # the server's user has to pass; what is secret in it is 0600
        os.environ |= SET_FOR_US | {"HOSHIN_DATA": folder}
        server = OwnServer(folder)
        try:
            with server.running() as (app, owner):
                os.environ |= {"DATABASE_URL": app, "DATABASE_OWNER_URL": owner}
                tables.give(folder, made)
                prepare.everything(Path(folder), demo=False)
                yield opened(app), opened(owner)
        finally:
            server.remove()


def opened(address):
    connection = connect(address)
    connection.autocommit = True
    return connection


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    processes.heed_signals()
    try:
        sys.exit(main(sys.argv[1:]))
    except processes.Stopped:
        sys.exit("Stopped.")
