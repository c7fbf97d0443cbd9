"""Zip archives, alone and as the shell of other formats: read in memory, within limits.

Nothing is ever unpacked to the disk, so that a name in an archive is never a path. What an
archive would unpack to is told by its directory, and no more than that is read of it.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from index.errors import ReadError
from index.readers.damage import DAMAGE
from index.readers.decoding import MAX_FILE_BYTES

MAX_ARCHIVE_BYTES = 200_000_000
"""Largest `.zip` file."""
MAX_MEMBERS = 10_000
"""Files in one archive, those in archives within it included."""
MAX_UNPACKED = 500_000_000
"""Bytes of all these together once they are unpacked."""
MAX_RATIO = 200
"""How many times its packed size a file may have; text has a tenth of that."""

_ANY_RATIO = 1_000_000
"""Bytes up to which it does not matter."""
_PIECE = 1_000_000
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ways of packing that are read: of others a few bytes may unpack to a great many at once."""
_ENCRYPTED = 0x1
_OLE = b"\xd0\xcf\x11\xe0"
"""What older documents of Microsoft's begin with, and those that it encrypts."""
_DAMAGE: tuple[type[Exception], ...] = (zipfile.BadZipFile, *DAMAGE)


@dataclass(slots=True)
class ArchiveQuota:
    """What an archive and those within it may still take."""

    members: int = MAX_MEMBERS
    unpacked: int = MAX_UNPACKED

    def take(self, members: int, unpacked: int) -> None:
        """Takes so much of it.

        Raises:
            ReadError: there is not so much left.
        """
        if members > self.members:
            raise ReadError(f"holds {members:,} files; at most {MAX_MEMBERS:,} are read")
        if unpacked > self.unpacked:
            size, most = unpacked // 1_000_000, MAX_UNPACKED // 1_000_000
            raise ReadError(f"would unpack to {size:,} MB; at most {most} MB are read")
        self.members -= members
        self.unpacked -= unpacked


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, as readers take it instead of a path."""

    name: str
    """Its last part, with the ending that says how it is read."""
    data: bytes
    depth: int
    """In how many archives it lies."""
    quota: ArchiveQuota

    def open(self, mode: str = "rb") -> io.BufferedReader:
        """Its bytes."""
        return io.BufferedReader(io.BytesIO(self.data))


@dataclass(slots=True)
class Archive:
    """An opened archive."""

    data: bytes
    quota: ArchiveQuota = field(default_factory=ArchiveQuota)
    files: dict[str, zipfile.ZipInfo] = field(init=False, default_factory=dict)
    """By name, in the order of the archive; of several with one name, the last."""
    _zip: zipfile.ZipFile = field(init=False)

    def __post_init__(self) -> None:
        """Reads the directory.

        Raises:
            ReadError: it is none, holds too many files, or would unpack to too much.
        """
        if self.data.startswith(_OLE):
            raise ReadError("is encrypted with a password, or of an older kind (.doc)")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(self.data))
        except _DAMAGE as error:
            raise ReadError("is damaged: it is no zip archive that can be opened") from error
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        self.quota.take(len(infos), sum(info.file_size for info in infos))
        self.files = {info.filename: info for info in infos}

    def read(self, name: str, limit: int = MAX_FILE_BYTES) -> bytes:
        """The bytes of a file.

        Raises:
            ReadError: there is none of that name, it is encrypted, damaged, over the limit, or
                packed so tightly that it is meant to overwhelm.
        """
        info = self.files.get(name)
        if info is None:
            raise ReadError(f"is damaged: it has no {name[:80]}")
        if info.flag_bits & _ENCRYPTED:
            raise ReadError("is encrypted with a password")
        if info.compress_type not in _READ:
            raise ReadError("is packed in a way that is not read; pack it as usual (deflate)")
        if info.file_size > limit:
            raise ReadError(f"is over {limit // 1_000_000} MB")
        if info.file_size > max(_ANY_RATIO, MAX_RATIO * info.compress_size):
            raise ReadError(f"unpacks to more than {MAX_RATIO} times its size")
        try:
            with self._zip.open(info) as file:
                return b"".join(iter(lambda: file.read(_PIECE), b""))
        except _DAMAGE as error:
            raise ReadError("is damaged: it cannot be unpacked") from error
