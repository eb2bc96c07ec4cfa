"""Reads cases (JSON, one in a line) and prints, for each, the instants (seconds since 1970) that python-dateutil finds for it."""
import datetime, itertools, json, sys
from zoneinfo import ZoneInfo
from dateutil import rrule

# Barren rules would be followed to the year 9999.
LAST = 2031
datetime.MAXYEAR = LAST
UTC = datetime.timezone.utc


def when(text, zone):
    return datetime.datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=zone)


def times(case):
    zone = ZoneInfo(case["Zone"])
    start = when(case["Start"], zone)
    rules = rrule.rruleset()
    try:
        rules.rrule(rrule.rrulestr(case["Rule"], dtstart=start))
        for date in case["Added"]:
            rules.rdate(when(date, zone))
        for date in case["Removed"]:
            rules.exdate(when(date, zone))
        # A local time is read with the first offset that fits it (fold = 0), and one that is skipped with the offset from before the jump.
        found = {int(at.astimezone(UTC).timestamp()) for at in itertools.islice(rules, 80)}
    except ValueError as wrong:
        # dateutil refuses what can never fall.
        if "Invalid rrule" in str(wrong) or "Invalid combination" in str(wrong):
            return sorted({int(when(d, zone).astimezone(UTC).timestamp()) for d in case["Added"] if d not in case["Removed"]})
        raise
    return sorted(found)


for line in sys.stdin:
    print(json.dumps(times(json.loads(line))), flush=False)
