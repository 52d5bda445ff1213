"""A server of ours that speaks as ClamAV's daemon does (clamd(8), INSTREAM), and can be slow, mute or confused."""

from __future__ import annotations

import socket
import struct
import threading
from pathlib import Path

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # found harmful by every scanner


class Clamd:
    """Answers each connection once; `says` in place of its own verdict, nothing at all where that is empty."""

    def __init__(self, path: Path | None = None) -> None:
        self.says: str | None = None
        self.seen: list[bytes] = []
        if path:
            self._door = socket.socket(socket.AF_UNIX)
            self._door.bind(str(path))
            self._door.listen()
            self.address = f"clamd://{path}"
        else:
            self._door = socket.create_server(("127.0.0.1", 0))
            self.address = f"clamd://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as told:
                assert told.read(10) == b"zINSTREAM\0"
                words = b""
                while length := struct.unpack("!I", told.read(4))[0]:
                    words += told.read(length)
                self.seen.append(words)
                verdict = "stream: Eicar-Test-Signature FOUND" if EICAR in words else "stream: OK"
                said = verdict if self.says is None else self.says
                line.sendall(said.encode() + b"\0" if said else b"")
