#!/bin/sh
# Does LibreOffice open what was written, and find in it what was put there? Also with styles of a person's own.
set -eu
command -v soffice >/dev/null 2>&1 || { echo 'no LibreOffice here: skipped'; exit 77; }
command -v pdftotext >/dev/null 2>&1 || { echo 'no pdftotext here: skipped'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
fail() { echo "FAIL $*" >&2; failures=$((failures + 1)); }
office() { # FORMAT FILE FOLDER
  timeout 120 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$1" --outdir "$3" "$2" >"$work/said" 2>&1 ||
    fail "LibreOffice refuses $2: $(cat "$work/said")"
}
has() { # FILE TEXT
  grep -qF -e "$2" "$1" || fail "$(basename "$1"): no '$2'"
}
files=${top_builddir:-build/obj}/tests/report/office-files

mkdir "$work/own"
"$files" "$work/own"
for kind in docx odt; do
  office pdf "$work/own/made.$kind" "$work/$kind"
  pdftotext -layout "$work/$kind/made.pdf" "$work/$kind.txt"
  has "$work/$kind.txt" 'Mentoring & letters <b>'
  has "$work/$kind.txt" 'Table 1. Results by study'
  has "$work/$kind.txt" 'Figure 1. The flow of records'
  has "$work/$kind.txt" '−0.32'
  has "$work/$kind.txt" 'Table 2 in the appendix: All values'
  pdffonts "$work/$kind/made.pdf" | awk 'NR > 2 && $(NF - 4) != "yes" { exit 1 }' || fail "$kind: a font is not embedded"
done

# The numbers of the workbook are those of the CSV.
office 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,2' "$work/own/made.xlsx" "$work/csv"
sed -n 's/^\(Ames 2011\|Bo & Cy 2012\),.*,\([0-9]*,-*[0-9.]*,-*[0-9.]*,-*[0-9.]*,[0-9.]*\)$/\1 \2/p' "$work/own/results.csv" >"$work/want"
tr -d '"' <"$work/csv/made-results.csv" >"$work/plain.csv"
[ "$(wc -l <"$work/want")" -eq 2 ] || fail 'results.csv is not as this test knows it'
sed -n 's/^\(Ames 2011\|Bo & Cy 2012\),.*,\([0-9]*,-*[0-9.]*,-*[0-9.]*,-*[0-9.]*,[0-9.]*\)$/\1 \2/p' "$work/plain.csv" >"$work/got"
cmp -s "$work/want" "$work/got" || { fail 'the workbook has other numbers than the CSV'; diff "$work/want" "$work/got" >&2 || :; }

# A document of somebody's own: A5, another font, a header.
cat >"$work/journal.fodt" <<'FODT'
<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Liberation Serif" svg:font-family="'Liberation Serif'"/></office:font-face-decls>
<office:styles>
<style:style style:name="Standard" style:family="paragraph"><style:text-properties style:font-name="Liberation Serif" fo:font-size="9pt"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Standard"
 style:default-outline-level="1"><style:text-properties fo:font-size="18pt" fo:font-style="italic"/></style:style>
</office:styles>
<office:automatic-styles><style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="148mm" fo:page-height="210mm"
 fo:margin-left="15mm" fo:margin-right="15mm" fo:margin-top="15mm" fo:margin-bottom="15mm"/><style:header-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm"><style:header><text:p>Journal of Examples</text:p></style:header></style:master-page></office:master-styles>
<office:body><office:text><text:h text:style-name="Heading_20_1" text:outline-level="1">Before it</text:h><text:p>{{report}}</text:p><text:p>After it all.</text:p></office:text></office:body>
</office:document>
FODT
office docx "$work/journal.fodt" "$work"
mkdir "$work/theirs"
"$files" "$work/theirs" "$work/journal.docx"
office pdf "$work/theirs/made.docx" "$work/theirs"
pdftotext -layout "$work/theirs/made.pdf" "$work/theirs.txt"
for words in 'Journal of Examples' 'Before it' 'Results by study' 'After it all.'; do has "$work/theirs.txt" "$words"; done
! grep -qF '{{report}}' "$work/theirs.txt" || fail 'the place of the report is still there'
pdfinfo "$work/theirs/made.pdf" | grep -q '^Page size: *419' || fail 'the page of the template is not used'
pdffonts "$work/theirs/made.pdf" | grep -q 'LiberationSerif-Italic' || fail 'the headings of the template are not used'
if [ -n "${KEEP:-}" ]; then cp -r "$work" "$KEEP"; fi
[ "$failures" -eq 0 ]
