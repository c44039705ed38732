# SPDX-License-Identifier: GPL-2.0-or-later
"""An SSH server of the test's own on the loopback, as another machine would be: its users have a
home of their own, and finrst."""

import contextlib
import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tshark import as_somebody, environment, share

SSHD = "/usr/sbin/sshd"  # insists on an absolute path


def missing():
    absent = [tool for tool in ("ssh", "ssh-keygen", "rsync", SSHD) if shutil.which(tool) is None]
    return "not installed: " + ", ".join(absent) if absent else ""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def with_descendants(pid):
    """A session is several processes, of which each OpenSSH has others."""
    yield pid
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it may have just ended
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        for child in map(int, children.split()):
            yield from with_descendants(child)


class SshServer:
    """Use as a context manager. Its folder may be used by the user that finrst runs as. `finrst`:
    the text of a shell script that stands before the real one."""

    def __init__(self, folder, finrst=None):
        self.folder = Path(folder)
        self.home = self.folder / "home"
        self.log = self.folder / "commands"
        self.programs = self.folder / "bin"
        for path in (self.folder, self.home, self.programs):
            path.mkdir(exist_ok=True)
            share(path)
        if finrst:
            self.file("bin/finrst", finrst, 0o755)
        self.port = free_port()
        self.server = None

    def file(self, name, text, mode=0o600):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        share(path)
        return path

    def key(self, name):
        path = self.folder / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
        return path

    def session(self):
        """What the server runs for each command: it notes the command, and becomes the user."""
        variables = ["SHELL=/bin/sh",
                     *(f"{name}={value}" for name, value in environment(self.home).items()),
                     f"PATH={self.programs}:{os.environ['PATH']}"]
        become = shlex.join(as_somebody("env", "-i", "-C", self.home, *variables, "sh", "-c"))
        return self.file(
            "session", f"#!/bin/sh\nprintf '%s\\n' \"$SSH_ORIGINAL_COMMAND\" >>{self.log}\n"
            f'exec {become} "$SSH_ORIGINAL_COMMAND"\n', 0o755)

    def __enter__(self):
        host_key, user_key = self.key("host_key"), self.key("user_key")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)  # what sshd separates its privileges in
        config = self.file("sshd_config", f"""
ListenAddress 127.0.0.1
Port {self.port}
HostKey {host_key}
PidFile none
UsePAM no
StrictModes no
PermitRootLogin forced-commands-only
AuthorizedKeysFile {self.folder}/authorized_keys
""")
        public = user_key.with_suffix(".pub").read_text(encoding="utf-8")
        self.file("authorized_keys", f'restrict,command="{self.session()}" {public}')
        self.server = subprocess.Popen([SSHD, "-D", "-e", "-f", config],
                                       stderr=subprocess.DEVNULL)
        self.wait()
        self.client_key = self.file("client_key", user_key.read_text(encoding="utf-8"))
        self.config = self.file("ssh_config", f"""
Host one two
HostName 127.0.0.1
Port {self.port}
User {self.user()}
IdentityFile {self.client_key}
IdentitiesOnly yes
StrictHostKeyChecking no
UserKnownHostsFile /dev/null
LogLevel ERROR
ConnectTimeout 5
ServerAliveInterval 2
""")
        return self

    @staticmethod
    def user():
        return subprocess.run(["id", "-un"], capture_output=True, text=True,
                              check=True).stdout.strip()

    def wait(self):
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("sshd does not answer")

    def __exit__(self, *_):
        self.kill(signal.SIGKILL)
        self.server.wait()

    def kill(self, number):
        """Ends (SIGKILL) or freezes (SIGSTOP) the server and all that it has begun, at once."""
        for process in list(with_descendants(self.server.pid)):
            with contextlib.suppress(ProcessLookupError):  # it may have just ended
                os.kill(process, number)

    def login(self, host):
        """What GNU parallel takes as a machine."""
        return f"ssh -F {self.config} {host}"

    def commands(self):
        return self.log.read_text(encoding="utf-8")
