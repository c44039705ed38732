# SPDX-License-Identifier: GPL-2.0-or-later
"""Linux kernels of Debian's releases: fetched and unpacked, never installed."""

import lzma
import shutil
import tempfile
from pathlib import Path

from ..namespace import run

KEPT = Path("/var/cache/finrst-lab")
RELEASES = {"5.10": "bullseye", "6.1": "bookworm", "6.12": "trixie"}
PACKAGE = "linux-image-cloud-amd64"  # depends on the newest one
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
# What drives a guest's wire, in the order of loading; a kernel may have some of them built in.
MODULES = ("virtio", "virtio_ring", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci",
           "failover", "net_failover", "virtio_net")


def image(version):
    """The file that a machine boots."""
    return KEPT / version / "vmlinuz"


def modules(version):
    """The files of its MODULES, in their order."""
    files = (KEPT / version / f"{name}.ko" for name in MODULES)
    return [file for file in files if file.exists()]


def missing():
    """The versions that are to be fetched."""
    return [version for version in RELEASES if not image(version).exists()]


def fetch(version):
    """Downloads the kernel from the mirror that this machine has its packages from."""
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder, "unpacked")
        run("dpkg-deb", "--extract", _download(folder, RELEASES[version]), str(unpacked))
        (KEPT / version).mkdir(parents=True, exist_ok=True)
        for name in MODULES:
            for packed in unpacked.rglob(f"{name}.ko*"):
                reader = lzma.open if packed.suffix == ".xz" else open
                with reader(packed, "rb") as module:
                    (KEPT / version / f"{name}.ko").write_bytes(module.read())
        kernel, = unpacked.glob("boot/vmlinuz-*")
        shutil.copyfile(kernel, image(version))


def _download(folder, release):
    """The path of the release's kernel package. This machine's own lists stay as they are."""
    mirror = run("apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages",
                 "Origin: Debian", "Label: Debian").split()[0]
    sources, lists = Path(folder, "sources.list"), Path(folder, "lists")
    sources.write_text(f"deb [signed-by={KEYRING}] {mirror} {release} main\n")
    lists.joinpath("partial").mkdir(parents=True)
    places = {"Dir::Etc::sourcelist": sources, "Dir::Etc::sourceparts": "/dev/null",
              "Dir::State::lists": lists, "Dir::Cache": folder, "APT::Sandbox::User": "root"}
    options = [f"-o{name}={value}" for name, value in places.items()]
    run("apt-get", *options, "update")
    depends = run("apt-cache", *options, "depends", "--important", PACKAGE)
    name, = set(depends.split()) - {PACKAGE, "Depends:"}
    run("env", "-C", folder, "apt-get", *options, "download", name)
    package, = Path(folder).glob("*.deb")
    return str(package)
