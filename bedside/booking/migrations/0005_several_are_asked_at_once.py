from __future__ import annotations

from datetime import UTC, datetime

import django.db.models.deletion
from django.db import migrations, models

import bedside.hours.clock


def let_go(apps, schema_editor):
    """A time that was offered is kept for nobody from now on."""
    apps.get_model("booking", "Taken").objects.exclude(offer=None).delete()


def remember_when(apps, schema_editor):
    """Offers made before knew no times; their names carry the moment they were made."""
    offers = list(apps.get_model("booking", "Offer").objects.all())
    for one in offers:
        one.asked_at = one.freed_at = datetime.fromtimestamp((one.pk.int >> 80) / 1000, UTC)
    apps.get_model("booking", "Offer").objects.bulk_update(offers, ["asked_at", "freed_at"], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0004_resources_seats_and_holds'),
        ('directory', '0002_full_view'),
        ('people', '0002_staff_in_words'),
    ]

    operations = [
        migrations.RunPython(let_go, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(
            model_name='offer',
            name='one_offer_per_slot',
        ),
        migrations.RemoveConstraint(
            model_name='taken',
            name='taken_by_one_thing',
        ),
        migrations.RemoveField(
            model_name='taken',
            name='offer',
        ),
        migrations.AddField(
            model_name='offer',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='offer',
            name='asked_at',
            field=models.DateTimeField(default=bedside.hours.clock.now),
        ),
        migrations.AddField(
            model_name='offer',
            name='by_phone',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='offer',
            name='freed_at',
            field=models.DateTimeField(default=bedside.hours.clock.now),
        ),
        migrations.AddField(
            model_name='offer',
            name='late_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='waiting',
            name='needs_notice',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='waiting',
            name='place',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place'),
        ),
        migrations.AlterField(
            model_name='offer',
            name='answer',
            field=models.CharField(blank=True, choices=[('', 'No answer yet'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('lapsed', 'Lapsed'), ('taken', 'Taken'), ('withdrawn', 'Withdrawn')], default='', max_length=10),
        ),
        migrations.RunPython(remember_when, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(condition=models.Q(('answer', '')), fields=['until'], name='offer_unanswered'),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(fields=['patient', '-asked_at'], name='offer_by_patient'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('slot', 'patient'), name='one_offer_each', violation_error_message='We have asked this patient about this time already.'),
        ),
        migrations.AddConstraint(
            model_name='taken',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('appointment__isnull', False), ('hold', None)), models.Q(('appointment', None), ('hold__isnull', False)), models.Q(('appointment', None), ('hold', None), ('slot__isnull', False)), _connector='OR'), name='taken_by_one_thing', violation_error_message='That time has just been taken. Please choose another.'),
        ),
        migrations.AlterConstraint(
            model_name='offer',
            name='one_offer_at_a_time',
            constraint=models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('waiting',), name='one_offer_at_a_time', violation_error_message='We asked about another time. She has not said yes or no.'),
        ),
    ]
