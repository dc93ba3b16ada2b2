"""Office files with the same bytes each time: one date inside, one date on every part."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def fixed(package: bytes, date: str) -> bytes:
    """The package with `date` (ISO day) as the day it was made, the workbooks embedded in it included.

    Parts keep their order, lose their clock: ECMA-376 asks no time of them.
    """
    out = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=9) as new:
        for name in old.namelist():
            info = ZipInfo(name, EPOCH)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 0, 0
            new.writestr(info, _part(name, old.read(name), date))
    return out.getvalue()


def _part(name: str, content: bytes, date: str) -> bytes:
    if name == "docProps/core.xml":
        return _MOMENT.sub(rb"\g<1>" + f"{date}T00:00:00Z".encode() + rb"\g<2>", content)
    return fixed(content, date) if name.endswith(".xlsx") else content
