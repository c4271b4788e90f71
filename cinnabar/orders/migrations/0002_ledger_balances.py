"""A deferred trigger: at commit, the lines of every touched ledger entry sum to zero per currency."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION orders_ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (
                    SELECT 1 FROM orders_ledgerline
                    WHERE entry_id = COALESCE(NEW.entry_id, OLD.entry_id)
                    GROUP BY currency HAVING sum(amount_minor) <> 0
                ) THEN
                    RAISE EXCEPTION 'ledger entry % does not balance', COALESCE(NEW.entry_id, OLD.entry_id)
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER orders_ledger_balances
                AFTER INSERT OR UPDATE OR DELETE ON orders_ledgerline
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orders_ledger_balances();
            """,
            "DROP TRIGGER orders_ledger_balances ON orders_ledgerline; DROP FUNCTION orders_ledger_balances()",
        ),
    ]
