import gc

import hypothesis
import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import translation

from config import environment
from config.launcher import tables
from plans.caching.store import CACHE
from plans.models import Role
from tests.factories import InstitutionFactory, MembershipFactory, OfficeFactory, UserFactory
from tests.suite import order
from tests.suite.emptying import delete_all_rows
from tests.suite.locking import refuse_wide_locks

# A busy machine makes no test fail: what is drawn is judged by what it says, never by how long that took.
hypothesis.settings.register_profile(
    "hoshin",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large],
)
hypothesis.settings.load_profile("hoshin")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    if getattr(config.option, "numprocesses", 1) is None:
        config.option.numprocesses = order.workers_by_default(config)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return order.TestByTest(config, log)


def pytest_itemcollected(item):
    if order.needs_database(item):
        item.add_marker("database")
    if item.get_closest_marker("slow"):
        item.add_marker("no_cover")  # that would take minutes; coverage is what the quick tests reach


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=order.turn)


def pytest_collection_finish():
    """What has been imported stays: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """A test database is a copy of the empty tables that `./run test` makes; elsewhere it is migrated."""
    connection.settings_dict["TEST"]["TEMPLATE"] = tables.when_made(environment.data_folder())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The serving role gets its rights on the test database as it does on a real one."""
    with django_db_blocker.unblock():
        call_command("grant_access")


@pytest.fixture(autouse=True, scope="session")
def _emptied_in_no_time():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", delete_all_rows)
        yield


@pytest.fixture(autouse=True)
def in_english():
    """A request made in Japanese leaves Japanese on for the rest of the thread; each test starts in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def forget_answers():
    """Forgets all that is kept, also of other tests: once before the test, and again when it is called."""
    CACHE.clear()
    return CACHE.clear


@pytest.fixture(autouse=True)
def no_wide_locks():
    """Whatever a test runs locks its own rows only, in one order."""
    with connection.execute_wrapper(refuse_wide_locks):
        yield


@pytest.fixture
def as_app(db):
    """From here on the test talks to the database as the role that serves."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE hoshin_app")


@pytest.fixture
def elsewhere(transactional_db):
    """Another connection to the same database, in a transaction of its own."""
    settings = connections["default"].get_connection_params()
    kept = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if name in settings}
    # A test that fails while it holds a lock lets go of it, so that whoever waits for it does not wait for ever.
    other = psycopg2.connect(**kept, options="-c idle_in_transaction_session_timeout=60s")
    yield other
    other.close()


@pytest.fixture
def store(settings, tmp_path):
    """The folder in which files are kept."""
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    }
    return tmp_path


@pytest.fixture
def institution(db):
    return InstitutionFactory()


@pytest.fixture
def office(institution):
    return OfficeFactory(institution=institution)


@pytest.fixture
def reporter(office):
    """Who enters what the office answers for."""
    return MembershipFactory(institution=office.institution, office=office, role=Role.REPORTER).user


@pytest.fixture
def planner(institution):
    return MembershipFactory(institution=institution, role=Role.PLANNER).user


@pytest.fixture
def evaluator(institution):
    return MembershipFactory(institution=institution, role=Role.EVALUATOR).user


@pytest.fixture
def executive(institution):
    return MembershipFactory(institution=institution, role=Role.EXECUTIVE).user


@pytest.fixture
def viewer(institution):
    return MembershipFactory(institution=institution, role=Role.VIEWER).user


@pytest.fixture
def stranger(db):
    """A person with an account and no membership."""
    return UserFactory()
