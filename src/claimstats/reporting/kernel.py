"""A kernel that knows nothing of the machine around it: own settings, own environment, own folder."""

from __future__ import annotations

import os
from pathlib import Path

_IPYTHON_SETTINGS = """
c = get_config()
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Date": None}}
c.HistoryManager.enabled = False
c.InteractiveShell.colors = "nocolor"
"""

# pandas draws a random id for every styled table; a counter keeps the bytes the same.
_STARTUP = """
def _number_styled_tables():
    import importlib.abc, importlib.util, itertools, sys, types

    class Finder(importlib.abc.MetaPathFinder):
        def find_spec(self, name, path, target=None):
            if name != "pandas.io.formats.style_render":
                return None
            sys.meta_path.remove(self)
            spec = importlib.util.find_spec(name)
            execute, numbers = spec.loader.exec_module, itertools.count(1)

            def exec_module(module):
                execute(module)
                module.uuid4 = lambda: types.SimpleNamespace(hex=f"{next(numbers):05x}".ljust(32, "0"))

            spec.loader.exec_module = exec_module
            return spec

    sys.meta_path.insert(0, Finder())

_number_styled_tables()
del _number_styled_tables

# A report makes many small objects that live until its end: to look for rubbish among them less often saves a twentieth.
import gc
gc.set_threshold(200_000, 50, 100)
del gc
"""

_MATPLOTLIB_SETTINGS = """
backend: module://matplotlib_inline.backend_inline
svg.hashsalt: claimstats
svg.fonttype: path
font.family: DejaVu Sans
figure.dpi: 100
savefig.dpi: 150
"""

#: What a program needs to be found and started at all; nothing else is inherited.
_INHERITED = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "JAVA_HOME", "SPARK_HOME")


def prepare_kernel(folder: Path) -> dict[str, str]:
    """Write the kernel's settings under ``folder`` and return its whole environment."""
    profile = folder / "ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "ipython_kernel_config.py").write_text(_IPYTHON_SETTINGS, encoding="utf-8")
    (profile / "startup" / "00-claimstats.py").write_text(_STARTUP, encoding="utf-8")
    (folder / "matplotlibrc").write_text(_MATPLOTLIB_SETTINGS, encoding="utf-8")
    home = folder / "home"
    home.mkdir()
    fixed = {
        "HOME": str(home),
        "IPYTHONDIR": str(folder / "ipython"),
        "MATPLOTLIBRC": str(folder / "matplotlibrc"),
        "MPLCONFIGDIR": str(_font_cache(folder)),
        # An inherited Agg would make every figure vanish in silence.
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return inherited | fixed | _own_source()


def _own_source() -> dict[str, str]:
    """Let a kernel started from a source tree measure with that source, not with what is installed."""
    source = Path(__file__).parents[2]
    return {} if source.name in ("site-packages", "dist-packages") else {"PYTHONPATH": str(source)}


def _font_cache(folder: Path) -> Path:
    """Return where matplotlib keeps its list of fonts: kept between runs, because to make it takes seconds.

    Only the list lives there. The settings come from ``MATPLOTLIBRC``, and the font is pinned to the one that
    matplotlib brings along, so the cache cannot change a figure.
    """
    try:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "claimstats" / "matplotlib"
        cache.mkdir(parents=True, exist_ok=True)
        if os.access(cache, os.W_OK):
            return cache
    except (OSError, RuntimeError):
        pass
    return folder
