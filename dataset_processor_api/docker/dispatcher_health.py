#!/usr/bin/env python3
"""Healthy: the dispatcher of this container has spoken to the database lately, as it does at each poll."""

import sys

import psycopg

from dataset_processor.core.settings import Settings

GRACE_SECONDS = 30  # longer than the longest statement it may wait for
SPOKE_LATELY = """
    SELECT count(*) > 0 FROM pg_stat_activity
    WHERE application_name = 'dataset-processor-dispatcher'
    AND client_addr IS NOT DISTINCT FROM inet_client_addr()
    AND state_change > now() - make_interval(secs => %s)
"""

settings = Settings()
silence = settings.outbox_poll_seconds + GRACE_SECONDS
with psycopg.connect(f"postgresql:{settings.database_url}", connect_timeout=3) as connection:
    row = connection.execute(SPOKE_LATELY, (silence,)).fetchone()
if row != (True,):
    sys.exit(f"The dispatcher has not spoken to the database for {silence:g} s.")
