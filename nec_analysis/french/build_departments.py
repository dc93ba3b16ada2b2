"""Build `departments.json` from the official division of France: `python -m nec_analysis.french.build_departments`.

Names, regions, postal codes: npm `@etalab/decoupage-administratif` 6.0.0 (Insee, La Poste; Licence Ouverte). Needs npm
and its registry; nothing else of the suite does.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from nec_analysis.french.departments import DATA, normal, of_prefix

SOURCE = ("@etalab/decoupage-administratif", "6.0.0")
ATTRIBUTION = "Insee, La Poste, Etalab (Licence Ouverte 2.0), paquet npm @etalab/decoupage-administratif 6.0.0"
ABROAD = {"980": "Monaco", "00": "Armées"}


def package(name: str, version: str, folder: Path) -> Path:
    """Download a package of the npm registry; the folder of its files comes back."""
    command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)]
    archive = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
    home = folder / Path(archive).stem
    with tarfile.open(folder / archive) as files:
        files.extractall(home, filter="data")
    return home / "package"


def build(source: Path) -> dict[str, Any]:
    """Names with regions by code, then the communes of the postal codes that two départements share."""
    read = {name: json.loads((source / "data" / f"{name}.json").read_text("utf-8")) for name in _FILES}
    regions = {region["code"]: region["nom"] for region in read["regions"]}
    named = {
        d["code"]: [d["nom"], regions.get(d["region"], d["nom"])] for d in read["departements"] if d["code"] != "984"
    }
    return {
        "attribution": ATTRIBUTION,
        "departments": dict(sorted((named | {code: [name, name] for code, name in ABROAD.items()}).items())),
        "shared": _shared(read["communes"]),
    }


_FILES = ("departements", "regions", "communes")


def _shared(communes: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Postal code → commune → département, for the codes that straddle a border."""
    by_code: dict[str, dict[str, str]] = defaultdict(dict)
    for commune in communes:
        for code in commune.get("codesPostaux", ()):
            by_code[code][normal(commune["nom"])] = commune.get("departement") or of_prefix(code)
    return {code: dict(sorted(by_code[code].items())) for code in sorted(by_code) if _straddles(by_code[code])}


def _straddles(communes: dict[str, str]) -> bool:
    return len(set(communes.values())) > 1


def main() -> None:
    """Write the file beside this one."""
    with tempfile.TemporaryDirectory() as folder:
        built = build(package(*SOURCE, Path(folder)))
    DATA.write_text(json.dumps(built, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{DATA.name} : {len(built['departments'])} départements, {len(built['shared'])} codes partagés")


if __name__ == "__main__":
    main()
