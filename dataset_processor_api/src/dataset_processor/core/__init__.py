"""What everything else stands on: settings, errors, clock. Imports nothing of ours."""
