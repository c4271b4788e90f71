"""The event table, partitioned by day; `activity.jobs.make_partitions` adds days, the default one catches strays."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE activity_deed (
                at timestamptz NOT NULL,
                id bigint NOT NULL,
                person_id bigint NOT NULL,
                action varchar(24) NOT NULL,
                note_id bigint,
                product_id bigint,
                source varchar(24) NOT NULL DEFAULT '',
                PRIMARY KEY (at, id)
            ) PARTITION BY RANGE (at);
            CREATE INDEX activity_deed_person ON activity_deed (person_id, at DESC);
            CREATE TABLE activity_deed_other PARTITION OF activity_deed DEFAULT;
            """,
            "DROP TABLE activity_deed",
        ),
    ]
