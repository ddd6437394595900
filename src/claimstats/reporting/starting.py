"""Start a kernel's process before anything of Jupyter is loaded: both load at the same time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["STANDARD", "provisioner_of", "start_process"]

#: How Jupyter would start a kernel: Python, the module, and what it is given.
STANDARD = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
_GIVEN = 3

#: What the process does: it loads what nearly every report needs, and is then given a line with the words that Jupyter would
#: start it with, where to listen among them. Without the line it ends.
_CODE = """
import gc, json, sys
# The folder of the report is no place to import from before the kernel says so.
sys.path[:] = sys.path[1:] if sys.path[:1] == [""] else sys.path
gc.disable()
import claimstats.exporting, claimstats.inputs, claimstats.matching, claimstats.measuring, claimstats.plotting.dispatching
import ibis, ibis.backends.duckdb, matplotlib.figure, scipy.optimize, scipy.sparse.csgraph, scipy.special
from ipykernel import kernelapp
gc.enable()
given = sys.stdin.readline()
if not given:
    raise SystemExit("whoever started this kernel has not said where to listen")
sys.argv = ["ipykernel_launcher", *json.loads(given)]
del gc, given, json
kernelapp.launch_new_instance()
"""
COMMAND = [sys.executable, "-c", _CODE]


def start_process(*, folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes] | None:
    """The process of a kernel that waits to be told where to listen; None where only Jupyter knows how to start one.

    Parameters
    ----------
    folder
        Where it runs.
    environment
        Its whole environment.
    """
    if os.name != "posix":
        return None
    return subprocess.Popen(
        COMMAND,
        cwd=folder,
        # By this a kernel notices that whoever started it is gone.
        env=environment | {"JPY_PARENT_PID": str(os.getpid())},
        stdin=subprocess.PIPE,
        # What a kernel says of itself is no part of a report; what a cell says comes through its messages.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def provisioner_of(process: subprocess.Popen[bytes], **arguments: Any) -> Any:
    """What Jupyter asks for a kernel's process: one that is there already.

    Parameters
    ----------
    process
        From `start_process`.
    **arguments
        As of a provisioner of Jupyter: ``kernel_id``, ``kernel_spec``, ``parent``.
    """
    from jupyter_client.provisioning.local_provisioner import LocalProvisioner

    class Waiting(LocalProvisioner):  # type: ignore[misc, unused-ignore]
        """Gives the process the words that it would have been started with."""

        async def launch_kernel(self, cmd: list[str], **_: Any) -> Any:
            self.process = process
            self.pid, self.pgid = process.pid, os.getpgid(process.pid) if process.poll() is None else None
            assert process.stdin is not None
            try:
                process.stdin.write(f"{json.dumps(cmd[_GIVEN:])}\n".encode())
                process.stdin.close()
            except BrokenPipeError:
                # It has ended already; whoever waits for its answer will say so.
                process.wait()
            return self.connection_info

    return Waiting(**arguments)
