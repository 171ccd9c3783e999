"""Operations of migrations on all tables of an app alike: their triggers, and the defaults of their times."""

from django.db.migrations.operations.base import Operation
from django.db.models.functions import Now

from plans.database.stamps import Stamp
from plans.database.triggers import OwnersTriggerSql, TriggerSql, compile_lasting, without_context_table

OF_EVENTS = {"insert_insert", "update_update", "delete_delete"}
OF_VERSIONS = "keep_version"
STAMPED = ("created_at", "updated_at")


class OnEveryTable(Operation):
    """What the operations below share: the app's models go from one state to another, each table by itself.

    `change(model)` makes a model's state what it shall be; `orders(model, before)` are the statements that lead there.
    """

    reduces_to_sql = True

    def state_forwards(self, app_label, state):
        for (label, _name), model in state.models.items():
            if label == app_label:
                self.change(model)
        state.__dict__.pop("apps", None)  # is made anew when it is asked for

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for (label, name), model in to_state.models.items():
            if label == app_label:
                for order in self.orders(model, from_state.models[label, name]):
                    schema_editor.execute(order, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self.database_forwards(app_label, schema_editor, from_state, to_state)


class MakeTriggersLast(OnEveryTable):
    """Compile every trigger so that no setting switches it off, and let events be written as the owner."""

    def change(self, model):
        if "triggers" in model.options:
            triggers = [made_lasting(trigger) for trigger in model.options["triggers"]]
            model.options = model.options | {"triggers": triggers}

    def orders(self, model, before):
        known = before.options.get("triggers", [])
        return [trigger.install_sql for trigger in model.options.get("triggers", []) if trigger not in known]

    def describe(self):
        return "Compile every trigger so that no setting switches it off"


def made_lasting(trigger):
    """A compiled trigger of the library as ours; what stamped with the start of the transaction stamps with the clock."""
    func = trigger.sql.kwargs["func"]
    if trigger.name in OF_EVENTS:
        return compile_lasting(
            trigger, OwnersTriggerSql, func=without_context_table(func).replace("NOW()", "(SELECT plans_stamp())")
        )
    if trigger.name == OF_VERSIONS:
        kept = "    NEW.updated_at = OLD.updated_at;"
        func = func.replace(kept, f"    NEW.created_at = OLD.created_at;\n{kept}").replace(" now()", " plans_stamp()")
    return compile_lasting(trigger, TriggerSql, func=func)


class StampByFunction(OnEveryTable):
    """Let the times of new rows be said by `plans_stamp()`."""

    def change(self, model):
        for name in STAMPED:
            if isinstance(getattr(model.fields.get(name), "db_default", None), Now):
                field = model.fields[name].clone()
                field.db_default = Stamp()
                model.fields[name] = field

    def orders(self, model, before):
        table = model.options.get("db_table") or f"{model.app_label}_{model.name_lower}"
        return [
            f'ALTER TABLE "{table}" ALTER "{name}" SET DEFAULT {said_by(field.db_default)}'
            for name, field in model.fields.items()
            if name in STAMPED and field is not before.fields[name]
        ]

    def describe(self):
        return "Let the times of new rows be said by plans_stamp()"


def said_by(default):
    return "plans_stamp()" if isinstance(default, Stamp) else "statement_timestamp()"
