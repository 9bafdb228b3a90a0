"""Fills a workbook that review-extract made, as a person would: extract_chain.py BOOK SHEET=ROWS.csv ...

A row goes where its first filled column (result, study and arm, or record) already stands, else below the last one. What looks like a
number is a number, anything else is text. Only the Python library is used.
"""
import csv
import re
import sys
import zipfile
from xml.sax.saxutils import escape, unescape

NUMBER = re.compile(r"-?\d+(\.\d+)?$")
CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.S)


def column(i):
    return chr(ord("A") + i)


def read_sheet(xml, strings):
    rows = {}
    for col, row, attributes, inside in CELL.findall(xml):
        value = re.search(r"<v>(.*?)</v>", inside or "", re.S)
        if value:
            text = value.group(1)
            rows.setdefault(int(row), {})[ord(col) - ord("A")] = strings[int(text)] if 't="s"' in attributes else unescape(text)
    return rows


def write_cell(col, row, text):
    where = f"{column(col)}{row}"
    if row > 1 and NUMBER.match(text):
        return f'<c r="{where}"><v>{text}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def fill(xml, strings, path):
    rows = read_sheet(xml, strings)
    header = {name: i for i, name in rows[1].items()}
    key = [k for k in (("result",), ("study", "arm"), ("record",)) if k[0] in header and k[-1] in header][0]
    for given in csv.DictReader(open(path, newline="", encoding="utf-8")):
        found = [r for r, cells in rows.items() if r > 1 and all(cells.get(header[k]) == given[k] for k in key)]
        at = found[0] if found else max(rows) + 1
        for name, text in given.items():
            if text:
                rows.setdefault(at, {})[header[name]] = text
    data = "".join(f'<row r="{r}">' + "".join(write_cell(c, r, t) for c, t in sorted(cells.items())) + "</row>"
                   for r, cells in sorted(rows.items()))
    return re.sub(r"<sheetData>.*</sheetData>|<sheetData/>", lambda _: f"<sheetData>{data}</sheetData>", xml, flags=re.S)


def main():
    book, wanted = sys.argv[1], dict(a.split("=", 1) for a in sys.argv[2:])
    with zipfile.ZipFile(book) as z:
        parts = {name: z.read(name) for name in z.namelist()}
    strings = [unescape(re.sub("<.*?>", "", s))
               for s in re.findall(r"<si>(.*?)</si>", parts["xl/sharedStrings.xml"].decode(), re.S)]
    names = re.findall(r'<sheet name="(\w+)" sheetId="(\d+)"', parts["xl/workbook.xml"].decode())
    for name, number in names:
        if name in wanted:
            part = f"xl/worksheets/sheet{number}.xml"
            parts[part] = fill(parts[part].decode(), strings, wanted.pop(name)).encode()
    if wanted:
        sys.exit(f"no such sheet: {', '.join(wanted)}")
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data)


main()
