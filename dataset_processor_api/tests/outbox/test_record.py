from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from tests.factories import add_dataset, add_job
from tests.outbox.staging import add_staged_job, message_of, messages_of, seconds_until_due

from dataset_processor.db.models import Job, OutboxMessage, OutboxStatus
from dataset_processor.db.queries import outbox
from dataset_processor.outbox.messages import ProcessDataset
from dataset_processor.outbox.record import doorbell, staged


def test_job_and_message_are_saved_together_or_not_at_all(engine: Engine, session: Session) -> None:
    dataset = add_dataset(session)
    for commits in (False, True):
        with Session(engine) as other:
            job = Job.queue(dataset)
            other.add(job)
            other.flush()
            other.execute(staged(doorbell(job)))
            if commits:
                other.commit()
        session.rollback()
        saved = [session.scalars(select(func.count()).select_from(table)).one() for table in (Job, OutboxMessage)]
        assert saved == [int(commits)] * 2


def test_a_message_carries_ids_the_task_id_of_its_job_and_the_request_id(session: Session) -> None:
    job = add_staged_job(session, celery_task_id="task-1", request_id="request-1")
    message = message_of(session, job)
    assert (message.status, message.attempt_count, message.last_error) == (OutboxStatus.PENDING, 0, None)
    assert message.payload == {
        "version": 1,
        "task": "process_dataset",
        "task_id": "task-1",
        "dataset_id": str(job.dataset_id),
        "job_id": str(job.id),
        "request_id": "request-1",
    }


def test_a_job_without_a_task_id_gets_a_message_with_one(session: Session) -> None:
    job = add_job(session, add_dataset(session))
    assert job.celery_task_id is None
    assert doorbell(job).task_id


def test_a_payload_of_a_later_release_with_more_fields_is_understood() -> None:
    payload = {"task_id": "1", "dataset_id": str(uuid4()), "job_id": str(uuid4()), "priority": 9}
    assert ProcessDataset.model_validate(payload).version == 1


def test_one_message_is_pending_per_job_and_the_earlier_time_wins(session: Session) -> None:
    job = add_staged_job(session, timedelta(seconds=100))
    for delay, due_in in ((200, 100), (50, 50), (100, 50), (0, 0)):
        session.execute(staged(doorbell(job), timedelta(seconds=delay)))
        session.commit()
        assert message_of(session, job).status == OutboxStatus.PENDING
        assert due_in - 5 < seconds_until_due(session, job) <= due_in


def test_a_delivered_message_does_not_hinder_a_new_one(session: Session) -> None:
    job = add_staged_job(session)
    session.execute(outbox.mark_delivered([message_of(session, job).id]))
    session.execute(staged(doorbell(job)))
    session.commit()
    assert [message.status for message in messages_of(session, job)] == [OutboxStatus.DELIVERED, OutboxStatus.PENDING]


def test_messages_leave_with_their_job(session: Session) -> None:
    job = add_staged_job(session)
    session.delete(session.get_one(Job, job.id))
    session.commit()
    assert messages_of(session, job) == []
