"""The database itself refuses to change what was said, settled or booked; corrections are rows of their own.

Of an agreement only the confirmations may be written, of a settlement only that it was struck out, of a ledger entry
only its ciphertext (keys are rotated; a record is erased when its time is over) and whose record stands behind it
(two records of one person are merged). A counter-entry must be the exact negative of what it strikes out.
"""

from django.db import migrations

#: model -> columns that may be written again.
GUARDED = {
    "OrderStep": set(),
    "HoursStatement": set(),
    "SettlementLine": set(),
    "Agreement": {"worker_agreed_at", "worker_agreed_by", "employer_agreed_at", "employer_agreed_by"},
    "Settlement": {"struck_at", "struck_by_id", "struck_reason"},
    "LedgerEntry": {"person_id", "person_name", "id_no", "contact", "voucher"},
}

SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}_append_only'); END;
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION yizhan_append_only();
"""
MIRROR = """
  SELECT 1 FROM gigs_ledgerentry o
  WHERE o.id = NEW.counters_id AND o.counters_id IS NULL AND o.kind = NEW.kind AND o.order_id = NEW.order_id
    AND o.gross_fen = -NEW.gross_fen AND o.deductions_fen = -NEW.deductions_fen
    AND o.net_fen = -NEW.net_fen AND o.paid_fen = -NEW.paid_fen
"""
SQLITE_MIRROR = f"""
CREATE TRIGGER gigs_ledgerentry_mirrors BEFORE INSERT ON gigs_ledgerentry
WHEN NEW.counters_id IS NOT NULL AND NOT EXISTS ({MIRROR})
BEGIN SELECT RAISE(ABORT, 'ledgerentry_counter_mirrors'); END;
"""
POSTGRES_MIRROR = f"""
CREATE FUNCTION yizhan_ledgerentry_mirrors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.counters_id IS NOT NULL AND NOT EXISTS ({MIRROR}) THEN
    RAISE EXCEPTION 'ledgerentry_counter_mirrors'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledgerentry_counter_mirrors';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER gigs_ledgerentry_mirrors BEFORE INSERT ON gigs_ledgerentry
FOR EACH ROW EXECUTE FUNCTION yizhan_ledgerentry_mirrors();
"""


def guards(apps, schema_editor):
    for name, rewritable in GUARDED.items():
        meta = apps.get_model("gigs", name)._meta
        columns = [field.column for field in meta.concrete_fields if field.column not in rewritable]
        yield meta.db_table, "update", f"UPDATE OF {', '.join(columns)}" if rewritable else "UPDATE", "ROW"
        yield meta.db_table, "delete", "DELETE", "ROW"
        if schema_editor.connection.vendor == "postgresql":
            yield meta.db_table, "truncate", "TRUNCATE", "STATEMENT"


def protect(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table, name, verb, each in guards(apps, schema_editor):
        template = SQLITE if sqlite else POSTGRES
        schema_editor.execute(template.format(table=table, name=name, verb=verb, each=each))
    schema_editor.execute(SQLITE_MIRROR if sqlite else POSTGRES_MIRROR, params=None)


def unprotect(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON {table}"
    for table, name, _verb, _each in guards(apps, schema_editor):
        schema_editor.execute(f"DROP TRIGGER {table}_no_{name}" + on.format(table=table))
    schema_editor.execute("DROP TRIGGER gigs_ledgerentry_mirrors" + on.format(table="gigs_ledgerentry"))
    if on:
        schema_editor.execute("DROP FUNCTION yizhan_ledgerentry_mirrors()")


class Migration(migrations.Migration):
    dependencies = [
        ("gigs", "0001_orders_attendance_and_ledger"),
        ("shared", "0002_audit_is_append_only"),
    ]
    operations = [migrations.RunPython(protect, unprotect)]
