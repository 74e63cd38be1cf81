"""One date for all that lies in a file of Word or Excel: equal contents are equal bytes."""

import datetime
import io
import re
import zipfile

NO_DATE = datetime.date(2000, 1, 1)  # of files that were made without one


def dated(archive: bytes, date: datetime.date) -> bytes:
    """A zip archive (.docx, .xlsx) with all its dates made one: equal contents, equal bytes."""
    buffer = io.BytesIO()
    moment = f"{date.isoformat()}T00:00:00Z".encode()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", moment, content)
            info = zipfile.ZipInfo(name, (date.year, date.month, date.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return buffer.getvalue()
