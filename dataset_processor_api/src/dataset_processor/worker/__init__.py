"""The Celery application and the life of one attempt at a job: claim, read, process, write, finish."""
