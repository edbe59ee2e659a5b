"""Keeps a stack running: starts it, starts again what dies, stops it when told to."""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from local_stack.errors import Cancelled, LocalStackError
from local_stack.records import StackRecords
from local_stack.services import Service
from local_stack.stack import Stack

TICK_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 30
FORGIVEN_AFTER_SECONDS = 60


def say(text: str) -> None:
    """One line of the supervisor's log."""
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


class Watch:
    """One service under watch. `tick` is called over and over and never waits for a service to become ready."""

    def __init__(self, service: Service, prepare: Callable[[], None]) -> None:
        self.service = service
        self._prepare = prepare
        self._deaths = 0
        self._launched_at = time.monotonic()
        self._restart_at: float | None = None
        self._ready = True

    def hurry(self) -> None:
        """If it is dead, start it at the next tick; the count of deaths begins anew."""
        self._deaths = 0
        if self._restart_at is not None:
            self._restart_at = 0

    def expect_nothing(self) -> None:
        """It was stopped on purpose; when it is wanted again, start it at once."""
        self._deaths = 0
        self._restart_at = 0

    def tick(self, now: float) -> None:
        """Notice a death, start again when the delay is over, notice readiness."""
        if self.service.is_running():
            self._observe(now)
        elif self._restart_at is None:
            delay = min(LONGEST_DELAY_SECONDS, self.service.first_restart_seconds * 2**self._deaths)
            self._deaths += 1
            self._restart_at = now + delay
            say(f"{self.service.name} {self.service.child.exit_description()}; starting it again in {delay:g} s")
        elif now >= self._restart_at:
            self._launch(now)

    def _launch(self, now: float) -> None:
        self._restart_at, self._launched_at, self._ready = None, now, False
        self._prepare()
        try:
            self.service.launch()
        except (LocalStackError, OSError) as error:
            say(f"{self.service.name} could not be started: {error}")
        else:
            say(f"{self.service.name} was started (pid {self.service.pid})")

    def _observe(self, now: float) -> None:
        self._restart_at = None
        if not self._ready:
            try:
                self._ready = self.service.is_ready()
            except LocalStackError as error:
                say(f"{self.service.name}: {error}")
            if self._ready:
                say(f"{self.service.name} is ready")
            elif now - self._launched_at > self.service.ready_seconds:
                say(f"{self.service.name} was not ready after {self.service.ready_seconds:g} s and is killed")
                self.service.kill()
        elif now - self._launched_at > FORGIVEN_AFTER_SECONDS:
            self._deaths = 0


class Supervisor:
    """The process behind `start` and `run`. SIGTERM stops everything, SIGUSR1 looks after the dead at once."""

    def __init__(self, folder: Path) -> None:
        self.records = StackRecords(folder)
        self.stack = Stack(folder, environment=self.records.environment(), durable=True, die_with_parent=False)
        self._stopping = False
        self._woken = False

    def run(self) -> int:
        """Until told to stop; 0 then, 1 when the stack could not be started. Leaves nothing running."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGUSR1, self._wake)
        try:
            wanted = [name for name in self.stack.services if not self.records.is_down(name)]
            self.stack.start(*wanted, cancelled=self._is_stopping, say=say)
            self.records.write_stack_environment(self.stack.environment)
            say("the stack is ready")
            self.watch()
        except Cancelled:
            say("stopped while starting")
        except (LocalStackError, OSError) as error:
            self.records.write_failure(str(error))
            say(str(error))
            return 1
        finally:
            self.records.remove_stack_environment()
            self.stack.stop()
            say("everything is stopped")
        return 0

    def watch(self) -> None:
        """Look after the services until told to stop."""
        watches = [Watch(service, self._take_settings) for service in self.stack.services.values()]
        while not self._stopping:
            if self._woken:
                self._woken = False
                for watch in watches:
                    watch.hurry()
            for watch in watches:
                name = watch.service.name
                if (downtime := self.records.down_seconds(name)) is None:
                    watch.tick(time.monotonic())
                else:
                    watch.expect_nothing()
                    _end_latecomer(watch.service, downtime)
            time.sleep(TICK_SECONDS)

    def _take_settings(self) -> None:
        """What is launched now gets the latest; its `start` may not have sent its signal yet."""
        self.stack.given = self.records.environment()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _wake(self, _number: int, _frame: FrameType | None) -> None:
        self._woken = True

    def _is_stopping(self) -> bool:
        return self._stopping


def _end_latecomer(service: Service, downtime: float) -> None:
    """End a service that was being started while somebody stopped it; who stopped it did not see it."""
    identity = service.child.identity()
    if identity is not None and identity.age_seconds() < downtime:
        service.kill()
