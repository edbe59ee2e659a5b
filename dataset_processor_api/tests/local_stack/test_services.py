import threading
from pathlib import Path

import amqp
import psycopg
import pytest
import urllib3
from minio import Minio

from local_stack import packages
from local_stack.errors import LocalStackError
from local_stack.ports import is_answering
from local_stack.services import PostgresService, RabbitMQService, S3Service, rabbitmq
from local_stack.waiting import wait_until


def rows(environment: dict[str, str], statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(
        host=environment["POSTGRES_HOST"],
        port=environment["POSTGRES_PORT"],
        user=environment["POSTGRES_USER"],
        password=environment["POSTGRES_PASSWORD"],
        dbname=environment["POSTGRES_DB"],
        autocommit=True,
    ) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_postgres_keeps_its_port_and_data_through_a_kill(folder: Path) -> None:
    with PostgresService(folder, settings={"POSTGRES_PASSWORD": 'it\'s; "quoted"'}) as postgres:
        before = postgres.environment()
        rows(before, "create table kept as select 42 as answer")
        postgres.kill()
        assert postgres.pid is None
        assert not is_answering(postgres.port)
        postgres.start()
        assert postgres.environment() == before
        assert rows(before, "select answer from kept") == [(42,)]


def test_postgres_says_that_its_data_has_another_password(folder: Path) -> None:
    PostgresService(folder).start().stop()
    with pytest.raises(LocalStackError, match="POSTGRES_PASSWORD"):
        PostgresService(folder, settings={"POSTGRES_PASSWORD": "other"}).start()
    assert PostgresService(folder).pid is None


def test_a_suspended_service_answers_again_when_resumed(folder: Path) -> None:
    with PostgresService(folder) as postgres:
        postgres.suspend()
        assert postgres.pid is not None
        assert not postgres.is_ready()
        postgres.resume()
        assert postgres.is_ready()


def test_a_service_outlives_the_thread_that_started_it(folder: Path) -> None:
    s3 = S3Service(folder)
    starter = threading.Thread(target=s3.start)
    starter.start()
    starter.join()
    assert s3.is_ready()
    s3.stop()


def test_s3_keeps_objects_through_a_kill(folder: Path) -> None:
    with S3Service(folder) as s3, urllib3.PoolManager() as connections:
        client = Minio(
            f"127.0.0.1:{s3.port}",
            access_key="minio",
            secret_key="minio123",
            secure=False,
            http_client=connections,
        )
        assert {bucket.name for bucket in client.list_buckets()} == {"uploads", "reports"}
        client.fput_object("uploads", "kept.py", __file__)
        s3.kill()
        s3.start()
        size = client.stat_object("uploads", "kept.py").size
        connections.clear()
    assert size == Path(__file__).stat().st_size


def test_rabbitmq_keeps_messages_and_leaves_no_port_mapper_behind(folder: Path) -> None:
    settings = {"RABBITMQ_PASSWORD": 'ünusual # "one"', "RABBITMQ_VHOST": "here"}
    with RabbitMQService(folder, settings=settings) as broker:
        broker_address = {
            "host": f"127.0.0.1:{broker.port}",
            "userid": "dataset",
            "password": settings["RABBITMQ_PASSWORD"],
            "virtual_host": "here",
        }
        with amqp.Connection(**broker_address) as connection:
            channel = connection.channel()
            channel.confirm_select()
            channel.queue_declare("kept", durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
            channel.basic_publish_confirm(amqp.Message("hello", delivery_mode=2), routing_key="kept")
        # RabbitMQ writes the name of a new quorum queue to disk within half a second; killed before, it loses it.
        assert wait_until(lambda: any(b"here_kept" in file.read_bytes() for file in folder.rglob("names.dets")), 10)
        broker.kill()
        broker.start()
        with amqp.Connection(**broker_address) as connection:
            assert connection.channel().basic_get("kept", no_ack=True).body == "hello"
        mapper_port = broker.book.read()["EPMD_PORT"]
        assert is_answering(mapper_port)
    assert not is_answering(mapper_port)


def test_a_missing_rabbitmq_is_an_error_that_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rabbitmq, "PACKAGED_SERVER", folder / "nowhere")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(packages, "can_install", lambda: False)
    with pytest.raises(LocalStackError, match="apt-get install rabbitmq-server"):
        RabbitMQService(folder).start()


def test_a_server_that_cannot_start_shows_the_end_of_its_log(folder: Path) -> None:
    postgres = PostgresService(folder)
    postgres.start().stop()
    record = folder / "postgres.place"  # where the cluster is when its account cannot reach the folder
    home = Path(record.read_text().strip()) if record.exists() else folder / "postgres"
    (home / "data" / "postgresql.conf").write_text("no such = setting\n")
    with pytest.raises(LocalStackError, match="syntax error in file"):
        postgres.start()
