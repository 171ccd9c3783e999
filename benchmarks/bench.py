"""What one scale is measured with: its database, its sites, and whom the questions are about."""

from functools import cached_property

from benchmarks.made_plans import filling
from benchmarks.measuring import client
from benchmarks.peers import limits


class Bench:
    """Asks Hoshin, the peers and the bare database. The sample: a plan in the middle, its 7th indicator, its 3rd standard."""

    def __init__(self, scale, connection, owner, ours, peers):
        self.scale, self.connection, self.owner = scale, connection, owner
        self.ours, self.peers = ours, peers
        self.tags = {}  # ETags by path
        self.plans = filling.PLANS[scale]
        plan = (self.plans + 1) // 2
        indicator = filling.INDICATORS * (plan - 1) + 7
        standard = filling.STANDARDS * (plan - 1) + 3
        self.sample = {"plan": plan, "indicator": indicator, "standard": standard}

    @property
    def is_huge(self):
        """Too large for those who hold a whole answer in memory."""
        return self.plans > filling.PLANS["M"]

    @property
    def described(self):
        """What was measured on, as plain data."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version'), current_setting('fsync'), count(*) FROM indicators_yearlyvalue"
            )
            version, fsync, values = cursor.fetchone()
        return {"postgresql": version, "fsync": fsync, "plans": self.plans, "yearly values": values}

    def hoshin(self, path, **options):
        return client.get(self.ours.port, path.format(**self.sample), **options)

    def peer(self, path):
        return client.get(self.peers.port, path.format(**self.sample))

    def copy(self, statement):
        """Rows that COPY answers."""
        sink = limits.Lines()
        with self.connection.cursor() as cursor:
            cursor.copy_expert(statement.format(**self.sample), sink)
        return sink.lines - ("HEADER" in statement)

    def select(self, *statements):
        """Rows that SELECTs answer."""
        rows = 0
        with self.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(**self.sample, after=self.place_99_pages_on))
                rows += len(cursor.fetchall())
        return rows

    def write(self):
        """Change a figure of the sample plan, so that nothing remembered of it holds."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE indicators_yearlyvalue SET note = note || '.' WHERE indicator_id = %(indicator)s"
                " AND fiscal_year = 2020 AND breakdown_id IS NULL",
                self.sample,
            )

    @cached_property
    def sizes(self):
        """The plans of other sizes, made when they are first asked about: nobody else's answers hold them before."""
        filling.add_sizes(self.owner)
        return filling.SIZES

    @cached_property
    def address_of_page_100(self):
        """The cursor behind 9,900 rows, found by larger pages: the same place, sooner."""
        address = "/api/v1/yearly-values/?page_size=1000"
        for _ in range(9):
            address = self.hoshin(address).next
        address = self.hoshin(address.replace("page_size=1000", "page_size=900")).next
        return address.replace("page_size=900", "page_size=100")

    @cached_property
    def place_99_pages_on(self):
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT indicator_id, fiscal_year, id FROM indicators_yearlyvalue v ORDER BY 1, 2, 3 OFFSET 9899 LIMIT 1"
            )
            return cursor.fetchone() or (0, 0, 0)
