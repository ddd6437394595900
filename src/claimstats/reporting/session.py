"""A kernel kept for several notebooks that begin alike: what they have in common is run once."""

from __future__ import annotations

import atexit
import copy
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from claimstats.errors import ReportError
from claimstats.reporting.kernel import prepare_kernel
from claimstats.reporting.later import Later
from claimstats.reporting.starting import STANDARD, provisioner_of, start_process

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: A cell that runs longer has hung.
CELL_SECONDS = 600

#: How long a thread works on while another waits. Python's usual 5 ms, at each of ten messages, would add up to a cell's time.
_TURN_SECONDS = 0.0005

#: What whoever meets a kernel that does not start can do.
_TRY = f"Hint: does `{' '.join(STANDARD[:3])} --version` run in the environment that claimstats is installed in?"

#: Run in silence by the kernel: they leave no trace in the names or the numbering of a notebook.
_KEEP = """
def _keep(shell):
    shell.claimstats_kept = (dict(shell.user_ns), shell.execution_count)
    # What is kept lives as long as the kernel: to look for rubbish in it anew for each notebook takes a fifth of a second.
    import gc
    gc.collect()
    gc.freeze()
_keep(get_ipython())
del _keep
get_ipython().claimstats_kept[0].pop("_keep", None)
"""
_DATE = 'import os; os.environ["SOURCE_DATE_EPOCH"] = "{epoch}"; del os'
_RESTORE = """
def _restore(shell):
    kept, count = shell.claimstats_kept
    shell.user_ns.clear()
    shell.user_ns.update(kept)
    shell.execution_count = count
    # What the notebook before has left behind would otherwise stay for long.
    import gc
    gc.collect()
_restore(get_ipython())
"""


class Session:
    """One kernel in one folder; it starts at once, and is waited for when the first notebook is run.

    Parameters
    ----------
    folder
        Where the kernel runs: what a notebook reads and writes by relative path.
    executed
        Called in a thread with each cell that has been run, while the kernel runs the next: what it finds out is known
        when the notebook is done. Whatever it raises is for whoever does the same work again to say.
    """

    def __init__(self, *, folder: Path, executed: Callable[[NotebookNode], None] | None = None) -> None:
        self._private = TemporaryDirectory(prefix="claimstats-kernel-")
        self._beside = ThreadPoolExecutor(max_workers=1)
        self._begun: list[Future[None]] = []
        self._executed = executed
        environment = prepare_kernel(Path(self._private.name))
        process = start_process(folder=folder, environment=environment)
        self._client = _client_class()(folder=folder, process=process, executed=self._follow)
        self._client.start_new_kernel(env=environment, stdout=DEVNULL, stderr=DEVNULL)

    def run(self, notebook: NotebookNode, *, epoch: int, shared: int = 0, later: Later | None = None) -> None:
        """Run a notebook, its outputs left in it.

        Parameters
        ----------
        notebook
            Changed in place.
        epoch
            The time that programs which honour ``SOURCE_DATE_EPOCH`` take for now.
        shared
            So many cells at its head are those of every notebook of this session: they are run for the first and copied
            into the others, and what they defined is all that the next notebook finds.
        later
            What is not in the folder yet: a cell that names it waits until it is.
        """
        self._client.nb = notebook
        self._client.shared, self._client.epoch, self._client.later = shared, epoch, later
        try:
            with _taking_turns():
                self._client.execute(cleanup_kc=False)
        finally:
            wait(self._begun)
            self._begun.clear()
        self._client.known = self._client.known or copy.deepcopy(notebook.cells[:shared])

    def _follow(self, cell: NotebookNode) -> None:
        if self._executed is not None:
            # A copy: its outputs are scrubbed when the whole notebook has been run.
            self._begun.append(self._beside.submit(self._executed, copy.deepcopy(cell)))

    def kill(self) -> Popen[bytes] | None:
        """End the kernel's process, from any thread, and return it: there is nothing to be saved."""
        process: Popen[bytes] | None = getattr(self._client.km and self._client.km.provisioner, "process", None)
        if process is not None:
            process.kill()
        return process

    def close(self) -> None:
        """End the kernel, in the thread that has talked to it."""
        from jupyter_core.utils import run_sync

        if self._client.kc is not None:
            self._client.kc.stop_channels()
        if self._client.km is None:
            # It never started: nbclient has let go of it, and would look for it again when Python ends.
            atexit.unregister(self._client._cleanup_kernel)
        elif self._client.km.has_kernel:
            if process := self.kill():
                # Jupyter's own way looks every tenth of a second whether it has ended.
                process.wait()
            run_sync(self._client.km.shutdown_kernel)(now=True)
        self._beside.shutdown(cancel_futures=True)
        self._private.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _taking_turns() -> Iterator[None]:
    """Let threads change often: whoever reads outputs must not keep waiting whoever talks to the kernel."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _client_class() -> Any:
    """Nbclient's client, taught that a notebook may begin like the one before it."""
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbformat.v4 import new_notebook

    class SharingClient(NotebookClient):  # type: ignore[misc, unused-ignore]
        """Runs the cells that notebooks share once."""

        def __init__(
            self, *, folder: Path, process: Popen[bytes] | None, executed: Callable[[NotebookNode], None]
        ) -> None:
            manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=_own_kernel())
            manager.client_factory = _prompt_client()
            if process is not None:
                spec = manager.kernel_spec
                manager.provisioner = provisioner_of(process, kernel_id="report", kernel_spec=spec, parent=manager)
            super().__init__(
                new_notebook(),
                km=manager,
                timeout=CELL_SECONDS,
                record_timing=False,
                shutdown_kernel="immediate",
                coalesce_streams=True,
                resources={"metadata": {"path": str(folder)}},
            )
            self.shared, self.epoch, self.executed = 0, 0, executed
            self.later: Later | None = None
            self.known: list[NotebookNode] = []

        async def async_execute_cell(
            self, cell: Any, cell_index: int, execution_count: int | None = None, store_history: bool = True
        ) -> Any:
            if cell_index == 0:
                await self._ask(_DATE.format(epoch=self.epoch))
            if cell_index < len(self.known):
                known = copy.deepcopy(self.known[cell_index])
                cell.update(known)
                self.code_cells_executed += known.get("execution_count") is not None
                return cell
            if self.shared and cell_index == self.shared:
                await self._ask(_RESTORE if self.known else _KEEP)
            if self.later is not None:
                self.later.wait_before(str(cell.source))
            done = await super().async_execute_cell(cell, cell_index, execution_count, store_history)
            self.executed(done)
            return done

        async def _ask(self, request: str) -> None:
            """Run a line that is no part of the notebook."""
            kernel: Any = self.kc
            await kernel.execute_interactive(
                request, silent=True, store_history=False, output_hook=lambda _: None, timeout=CELL_SECONDS
            )

    return SharingClient


def _prompt_client() -> Any:
    """Return the class of a kernel's client that goes on as soon as the kernel has answered.

    Jupyter's own listens until nothing has been said for a fifth of a second, and throws away what it hears; whoever runs
    a cell looks at answers to that cell alone, so that it can stay.
    """
    from queue import Empty

    from jupyter_client.asynchronous.client import AsyncKernelClient

    class PromptClient(AsyncKernelClient):  # type: ignore[misc, unused-ignore]
        """Waits for an answer and for the channel of outputs, for nothing else."""

        async def wait_for_ready(self, timeout: float | None = None) -> None:
            began = time.monotonic()
            while timeout is None or time.monotonic() - began < timeout:
                self.kernel_info()
                try:
                    reply = await self.shell_channel.get_msg(timeout=1)
                    # Without a word there, the channel of outputs is not connected yet: ask again.
                    await self.iopub_channel.get_msg(timeout=0.2)
                except Empty:
                    if not await self.is_alive():
                        raise ReportError(f"the kernel that runs notebooks died before it answered. {_TRY}") from None
                    continue
                self._handle_kernel_info_reply(reply)
                return
            raise ReportError(f"the kernel that runs notebooks did not answer in {timeout} seconds. {_TRY}")

    return PromptClient


def _own_kernel() -> Any:
    """Return a kernel finder that finds this Python only: a look-up by name can hit a foreign ``python3``."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

    class OwnKernel(KernelSpecManager):  # type: ignore[misc, unused-ignore]
        """Knows one kernel."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002 - every name is this one
            return KernelSpec(argv=STANDARD, display_name="Python 3", language="python")

    return OwnKernel()
