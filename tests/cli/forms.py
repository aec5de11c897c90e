"""Comparisons as other programs read them: forms.py CHECK FILE... fails with a reason.

Readers are not ours: zipfile, csv and json of Python, jsonschema, openpyxl, ElementTree."""

import csv
import hashlib
import io
import json
import re
import sys
import zipfile
from xml.etree import ElementTree

import jsonschema
import openpyxl


def table(text):
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(r) for r in rows} == {len(rows[0])}, "rows of different length"
    return [dict(zip(rows[0], r)) for r in rows[1:]]


def read(path):
    with open(path, newline="", encoding="utf-8") as f:
        return f.read()


def package(path, profile):
    with zipfile.ZipFile(path) as z:
        assert z.testzip() is None, "damaged"
        assert {i.date_time for i in z.infolist()} == {(1980, 1, 1, 0, 0, 0)}, "a time"
        about = json.loads(z.read("datapackage.json"))
        data = z.read("data.csv")
        notes = z.read("README.md").decode()
    jsonschema.Draft7Validator(json.loads(read(profile))).validate(about)
    resource = about["resources"][0]
    assert resource["bytes"] == len(data)
    assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
    rows = table(data.decode())
    fields = resource["schema"]["fields"]
    assert [f["name"] for f in fields] == list(rows[0]), "fields are not the columns"
    for row in rows:
        for f in fields:
            cell = row[f["name"]]
            if cell == "" or f["type"] == "string":
                continue
            number = int(cell) if f["type"] == "integer" else float(cell)
            limits = f.get("constraints", {})
            assert limits.get("minimum", number) <= number <= limits.get("maximum", number), f
    schema = resource["schema"]
    key = schema["primaryKey"] if "primaryKey" in schema else schema["uniqueKeys"][0]
    keys = [tuple(r[k] for k in key) for r in rows]
    assert len(set(keys)) == len(keys), "a key twice"
    assert "Not for publishing" in notes and "Not for publishing" in about["description"]


def xlsx(path, data):
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Notes", "Values", "Chart", "iData", "iMeta"], book.sheetnames
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"{cell.coordinate} is a formula"
    rows = list(book["Values"].iter_rows(values_only=True))
    theirs = table(read(data))
    assert len(rows) == len(theirs) + 1
    for row, there in zip(rows[1:], theirs):
        for name, value in zip(rows[0], row):
            other = there[name]
            if isinstance(value, str):
                assert value == (other[1:] if other.startswith("'") else other), (value, other)
            elif value is None:
                assert other == "", (name, other)
            else:
                assert abs(value - float(other)) < 1e-9, (name, value, other)
    charts = book["Chart"]._charts
    assert len(charts) == 1 and charts[0].ser[0].val.numRef.f.startswith("'Chart'!$B$2:$B$")


def coinr(path):
    """What COINr's check_iData and check_iMeta ask for."""
    book = openpyxl.load_workbook(path)
    rows = list(book["iMeta"].iter_rows(values_only=True))
    meta = [dict(zip(rows[0], r)) for r in rows[1:]]
    need = {"Level", "iCode", "Parent", "Direction", "Weight", "Type"}
    assert need <= set(rows[0]), rows[0]
    levels = {m["iCode"]: m["Level"] for m in meta}
    assert len(levels) == len(meta), "a code twice"
    top = max(levels.values())
    for m in meta:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_.]*", m["iCode"]), m["iCode"]
        assert m["Type"] == ("Indicator" if m["Level"] == 1 else "Aggregate")
        if m["Level"] == top:
            assert m["Parent"] is None
        else:
            assert levels[m["Parent"]] == m["Level"] + 1, m
    heads, *units = list(book["iData"].iter_rows(values_only=True))
    assert heads[:2] == ("uCode", "uName")
    special = {"uCode", "uName", "Time"}
    assert set(heads) - special == {m["iCode"] for m in meta if m["Level"] == 1}
    units = [dict(zip(heads, u)) for u in units]
    assert all(isinstance(u.get("Time", 0), (int, float)) for u in units)
    codes = [(u["uCode"], u.get("Time")) for u in units]
    assert len(set(codes)) == len(codes)
    assert all(re.match("[A-Za-z]", c) and " " not in c for c, _ in codes)
    assert not {c for c, _ in codes} & set(heads), "a unit and an indicator of one code"


def sdmx(structure, data):
    """Every reference is answered inside, and every value of the data is in its code list."""
    root = ElementTree.parse(structure).getroot()
    space = "{http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure}"
    known = {}
    for kind in ("Codelist", "ConceptScheme", "DataStructure", "Dataflow"):
        for e in root.iter(space + kind):
            known[kind, e.get("id"), e.get("version"), e.get("agencyID")] = e
    for ref in root.iter("Ref"):
        if ref.get("class") == "Concept":
            scheme = ("ConceptScheme", ref.get("maintainableParentID"),
                      ref.get("maintainableParentVersion"), ref.get("agencyID"))
            ids = [c.get("id") for c in known[scheme].iter(space + "Concept")]
            assert ref.get("id") in ids, ref.attrib
        elif ref.get("class"):
            assert (ref.get("class"), ref.get("id"), ref.get("version"),
                    ref.get("agencyID")) in known, ref.attrib
    components, lists = [], {}
    for kind in ("Dimension", "TimeDimension", "PrimaryMeasure", "Attribute"):
        for e in root.iter(space + kind):
            if e.get("id") is None:
                continue  # the relationship of an attribute
            components.append(e.get("id"))
            for enumeration in e.iter(space + "Enumeration"):
                name = enumeration.find("Ref").get("id")
                lists[e.get("id")] = {
                    c.get("id") for k, l in known.items() if k[:2] == ("Codelist", name)
                    for c in l.iter(space + "Code")}
    rows = table(read(data))
    assert list(rows[0]) == ["STRUCTURE", "STRUCTURE_ID", "ACTION"] + components, list(rows[0])
    flow = next(k for k in known if k[0] == "Dataflow")
    for row in rows:
        assert row["STRUCTURE"] == "dataflow" and row["ACTION"] == "R"
        assert row["STRUCTURE_ID"] == f"{flow[3]}:{flow[1]}({flow[2]})", row["STRUCTURE_ID"]
        for name, codes in lists.items():
            assert row[name] in codes, (name, row[name])
        assert (row["OBS_VALUE"] == "NaN") == (row["OBS_STATUS"] in "LMOQ")
    keys = [tuple(r[k] for k in components[:components.index("OBS_VALUE")]) for r in rows]
    assert len(set(keys)) == len(keys), "an observation twice"


def dhis2(path):
    """The form of POST /api/dataValueSets in DHIS2's documentation."""
    sets = json.loads(read(path))
    assert set(sets) == {"dataSet", "dataValues"}
    seen = set()
    for v in sets["dataValues"]:
        must = {"dataElement", "period", "orgUnit", "value"}
        assert must <= set(v) <= must | {"categoryOptionCombo", "comment"}, v
        assert all(isinstance(x, str) and x for x in v.values()), v
        assert re.fullmatch(r"\d{4}(\d{2}(\d{2})?|Q[1-4]|S[12])?", v["period"]), v
        assert len(v["dataElement"]) <= 50
        float(v["value"])
        key = (v["dataElement"], v["period"], v["orgUnit"], v.get("categoryOptionCombo"))
        assert key not in seen, key
        seen.add(key)
    assert seen


def hxl(path):
    """The hashtag row: in the first 25 rows, the grammar of the standard, one tag a column."""
    rows = list(csv.reader(io.StringIO(read(path), newline="")))
    tags = rows[1]
    assert len(set(tags)) == len(tags) == len(rows[0])
    for tag in tags:
        assert re.fullmatch(r"#[A-Za-z][_0-9A-Za-z]*(\s*\+[A-Za-z][_0-9A-Za-z]*)*", tag), tag
    for row in rows[2:]:
        for tag, cell in zip(tags, row):
            if "+num" in tag or "+pct" in tag:
                assert cell == "" or float(cell) >= 0, (tag, cell)


globals()[sys.argv[1]](*sys.argv[2:])
