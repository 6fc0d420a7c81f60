"""`manage.py sandbox_send`: the process that sends the toy vendors' webhooks."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections, connection

from integrations.sandbox.deliveries import deliver_due
from integrations.sandbox.vendors import VENDORS


class Command(BaseCommand):
    help = "Send the toy vendors' webhooks and do what else is due of them, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--threads", type=int, default=4, help="senders side by side (4)")
        parser.add_argument("--pause", type=float, default=0.2, help="seconds between looks (0.2)")

    def handle(self, *args: Any, threads: int, pause: float, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        senders = [
            threading.Thread(target=self._send, args=(stop, pause * threads, turn == 0))
            for turn in range(threads)
        ]
        for sender in senders:
            sender.start()
            stop.wait(pause)  # from now on they look by turns
        for sender in senders:
            sender.join()

    def _send(self, stop: threading.Event, pause: float, everything: bool) -> None:
        while not stop.wait(pause):
            try:
                deliver_due()
                for vendor in VENDORS.values() if everything else ():
                    vendor.work()
            except Error as problem:
                self.stderr.write(f"The database is away; trying again. {problem}")
                stop.wait(1)
            finally:
                close_old_connections()
        connection.close()
