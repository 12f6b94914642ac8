"""What can go wrong with the GPU add-on; every one leaves what was there before."""

from __future__ import annotations

from models.errors import ModelError


class GpuError(ModelError):
    """The add-on cannot be had or used."""

    code = "gpu.error"


class GpuNotForSystem(GpuError):
    """There is none for this system or Python. Facts: `system`, `python`."""

    code = "gpu.no_system"


class GpuNoCard(GpuError):
    """No card of NVIDIA's is there, or no driver of it. Facts: `reason`."""

    code = "gpu.no_card"


class GpuOldDriver(GpuError):
    """The driver is too old for it. Facts: `driver`, `oldest`."""

    code = "gpu.old_driver"


class GpuNoSpace(GpuError):
    """The disk cannot hold it. Facts: `needed_mb`, `free_mb`, `folder`."""

    code = "gpu.no_space"


class GpuDisk(GpuError):
    """The disk refused in the middle. Facts: `folder`, `detail`."""

    code = "gpu.disk"


class GpuDownload(GpuError):
    """A file did not come; what has come is kept. Facts: `tried`."""

    code = "gpu.download"


class GpuWrongFile(GpuError):
    """What came is not the file that was pinned, or is none that can be unpacked. Facts: `tried`."""

    code = "gpu.wrong_file"
