"""One file a server: how it is found or installed, started, asked whether it is ready, and stopped."""

from local_stack.services.application import ApiService, ApplicationService, migrate
from local_stack.services.base import Service
from local_stack.services.postgres import PostgresService
from local_stack.services.rabbitmq import RabbitMQService
from local_stack.services.s3 import S3Service
from local_stack.services.web import WebService

__all__ = [
    "ApiService",
    "ApplicationService",
    "PostgresService",
    "RabbitMQService",
    "S3Service",
    "Service",
    "WebService",
    "migrate",
]
