"""Triggers that nobody but the owner of the tables can switch off.

The library puts a question before every trigger function: does a setting of the session want the trigger ignored? Whoever
may write rows may set it. So ours are compiled without the question, and with a search path of their own, so that no
temporary table can stand in for one of ours.
"""

import pghistory
import pghistory.trigger
import pgtrigger
from pgtrigger import compiler

CONTEXT_ROW = "WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) "


class TriggerSql(compiler.UpsertTriggerSql):
    """A trigger and its function. Migrations name this class: a change of its text is a class of its own beside it."""

    security = "SECURITY INVOKER"

    def get_template(self):
        return f"""
            CREATE OR REPLACE FUNCTION {{pgid}}()
            RETURNS TRIGGER LANGUAGE plpgsql {self.security} SET search_path = pg_catalog, public, pg_temp AS $$
                {{declare}}
                BEGIN
                    {{func}}
                END;
            $$;
            REVOKE ALL ON FUNCTION {{pgid}}() FROM PUBLIC;

            DROP TRIGGER IF EXISTS {{pgid}} ON {{table}};
            CREATE {{constraint}} TRIGGER {{pgid}}
                {{when}} {{operation}} ON {{table}}
                {{timing}}
                {{referencing}}
                FOR EACH {{level}} {{condition}}
                EXECUTE PROCEDURE {{execute}};

            COMMENT ON TRIGGER {{pgid}} ON {{table}} IS '{{hash}}';
        """


class OwnersTriggerSql(TriggerSql):
    """A trigger whose function does what only the owner of the tables may do; nobody else may hang it on a table."""

    security = "SECURITY DEFINER"


def compile_lasting(trigger, sql, **other):
    """A compiled trigger without the question whether to ignore it, written by the class `sql`; `other`: what is not as it was."""
    kwargs = {name: value for name, value in trigger.sql.kwargs.items() if name != "ignore_func_name"}
    return compiler.Trigger(name=trigger.name, sql=sql(**kwargs | other))


def without_context_table(func):
    """What the library lets an event trigger do, without a row in its table of contexts: each event holds its own."""
    return func.replace(CONTEXT_ROW, "").replace(", _pgh_attached_context;", ";")


class LastingTrigger(pgtrigger.Trigger):
    """A trigger that no setting switches off."""

    def compile(self, model):
        return compile_lasting(super().compile(model), TriggerSql)


class EventTrigger(pghistory.trigger.Event):
    """The trigger that writes events: once for each statement, as the owner, for the serving role may not."""

    level = pgtrigger.Statement

    def get_func(self, model):
        return pgtrigger.Func(without_context_table(super().get_func(model).func))

    def compile(self, model):
        return compile_lasting(super().compile(model), OwnersTriggerSql)


class OwnersEvents:
    """Part of the trackers below: it hangs our trigger on the table in place of the library's."""

    def add_event_trigger(self, event_model):
        trigger = EventTrigger(
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            condition=self.condition,
        )
        pgtrigger.register(trigger)(event_model.pgh_tracked_model)


class Inserted(OwnersEvents, pghistory.InsertEvent):
    """An event for each row that comes."""


class Updated(OwnersEvents, pghistory.UpdateEvent):
    """An event for each row that becomes different."""


class Deleted(OwnersEvents, pghistory.DeleteEvent):
    """An event for each row that goes."""
