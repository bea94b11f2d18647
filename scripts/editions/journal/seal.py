"""Seals: signatures of lines in OpenSSH's SSHSIG form; made by ssh-keygen, verified here (PROTOCOL.sshsig)."""

from __future__ import annotations

import base64
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from editions.problem import UserError
from editions.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from editions.journal.line import Line

NAMESPACE = "editions"
# How a signature by an Ed25519 key begins: magic, version 1, the length of the key (PROTOCOL.sshsig); the key follows.
KEY_SIZE = 51  # bytes
SSHSIG = b"SSHSIG\x00\x00\x00\x01" + KEY_SIZE.to_bytes(4)
BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
SECONDS = 600  # for signing; ssh-keygen may ask for a pass phrase


class Verdicts:
    """
    Verifies lines, and remembers in the user's own cache which were right.

    It holds only hashes of (key, line, signature).
    """

    def __init__(self, root: Path) -> None:
        self._right = Remembered("verdicts", root=root)

    def signer(self, line: Line, keys: Collection[str]) -> str | None:
        """The one of these public keys that signed the line; None if none did, or something was changed since."""
        sig = str(line.fields["sig"])
        key = _key_of(sig)
        if key is None or key not in keys:
            return None
        verdict = sha256(f"{key}\n{sig}\n".encode() + line.payload).hexdigest()
        if self._right.knows(verdict):
            return key
        if not _is_right(line.payload, sig, key):
            return None
        self._right.add(verdict)
        return key

    def keep(self) -> None:
        """Adds the new verdicts to the cache."""
        self._right.keep()


def sign(payloads: Sequence[bytes], key: Path | None, public: str) -> list[str]:
    """
    Signatures of the payloads, in the same order: base64 of SSHSIG without line breaks.

    `key` is the file of the private key, or of the public one where the SSH agent has the private; with None the
    agent is asked for the key whose public half is `public`.

    Raises:
        UserError: ssh-keygen is missing, or cannot use the key.
    """
    if not payloads:
        return []
    if shutil.which("ssh-keygen") is None:
        raise UserError("signing needs ssh-keygen: install OpenSSH (Debian: apt install openssh-client)")
    with tempfile.TemporaryDirectory(prefix="editions-sign-") as folder:
        names = [f"{number}" for number in range(len(payloads))]
        for name, data in zip(names, payloads, strict=True):
            Path(folder, name).write_bytes(data)
        file = Path(folder, "key.pub") if key is None else key.resolve()
        if key is None:
            file.write_text(f"{public}\n", encoding="ascii")
        command = ["ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", str(file), *names]
        done = subprocess.run(
            command,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            timeout=SECONDS,
        )
        if done.returncode:
            reason = (done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1]
            raise UserError(f"{key or 'the SSH agent'}: ssh-keygen cannot sign with this key: {reason}")
        return [_bare(Path(folder, f"{name}.sig").read_text(encoding="ascii")) for name in names]


def _bare(armoured: str) -> str:
    return "".join(line for line in armoured.splitlines() if line not in (BEGIN, END))


def _key_of(sig: str) -> str | None:
    """The public key within a signature, as people.toml writes it."""
    try:
        blob = base64.b64decode(sig, validate=True)
    except ValueError:
        return None
    if not blob.startswith(SSHSIG) or len(blob) < len(SSHSIG) + KEY_SIZE:
        return None
    return f"ssh-ed25519 {base64.b64encode(blob[len(SSHSIG) :][:KEY_SIZE]).decode()}"


def _is_right(payload: bytes, sig: str, key: str) -> bool:
    import sshsig  # brings much with it, and is needed only for what is new

    try:
        found = sshsig.check_signature(payload, f"{BEGIN}\n{sig}\n{END}\n", NAMESPACE)
    except Exception:  # noqa: BLE001 - whatever a stranger's bytes make of the library: it is no signature
        return False
    return found == sshsig.PublicKey.from_openssh_str(key)
