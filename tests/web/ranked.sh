#!/bin/sh
# With --order ranked records come in the order that the team's decided votes teach, and say so; a wrong order is refused.
command -v python3 >/dev/null || { echo "no python3: skipped"; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/ranked-web.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' 0
. "$top_srcdir/tests/web/serve.sh"
REVIEW_FILE=$scratch/r.review REVIEW_USER=lead
export REVIEW_FILE REVIEW_USER
python3 - "$scratch/r.ris" <<'END'
import sys
with open(sys.argv[1], 'w') as f:
    for i in range(60):
        about = 'mentoring of school leavers in apprenticeship' if i % 6 == 5 else 'soil chemistry of wheat fields in rain'
        f.write('TY  - JOUR\nID  - R%02d\nAN  - R%02d\nTI  - Study %d of %s\nAB  - We describe %s, number %d.\nER  - \n' % (i, i, i, about, about, i))
END
{
  review-init "$REVIEW_FILE" --protocol "$top_srcdir/protocols/disengagement-15-24.xml" &&
  review-screen people add lead lead && review-screen people add ann screener && review-screen people add bob screener &&
  review-screen people add eve screener &&
  review-import --source made --kind database --platform made --searched 2026-11-26 --strategy none "$scratch/r.ris" &&
  for who in ann bob; do
    for i in 05 11 17; do review-screen decide "acc:R$i" include --stage title-abstract --as $who || exit 1; done
    for i in 00 01 02 03 04 06; do review-screen decide "acc:R$i" exclude --reason population --stage title-abstract --as $who || exit 1; done
  done
} >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
links "$REVIEW_FILE" ann eve >"$scratch/links" || exit 1
serve "$REVIEW_FILE" --test-passwords --order ranked
python3 - "$url" "$scratch/links" <<'END' || { cat "$scratch/served"; exit 1; }
import http.cookiejar, json, re, sys, time, urllib.parse, urllib.request
base = sys.argv[1]
links = dict(line.split() for line in open(sys.argv[2]))

def enter(who):
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    path = urllib.parse.urlsplit(links[who]).path
    page = browser.open(base + path).read().decode()
    form = {'csrf': re.search('name="csrf" value="([^"]+)"', page)[1], 'password': 'seven quiet herons', 'again': 'seven quiet herons'}
    browser.open(base + path, urllib.parse.urlencode(form).encode())
    return browser

def next_one(browser):
    return json.load(browser.open(base + '/api/v1/screen/title-abstract'))['record']

ann = enter('ann')
next_one(ann)                            # the first who comes opens the room; the ranking learns behind their back
eve, until = enter('eve'), time.time() + 60
seen = None
while time.time() < until:
    time.sleep(2.5)
    next_one(ann)
    seen = next_one(eve)                 # her desk is opened by the first of these
    if seen['served'] == 'ranked':
        break
    form = {'record': seen['record'], 'verdict': 'later'}
    page = eve.open(base + '/screen/title-abstract').read().decode()
    form['csrf'] = re.search('name="csrf" value="([^"]+)"', page)[1]
    eve.open(base + '/screen/title-abstract', urllib.parse.urlencode(form).encode())
title = ''.join(run['text'] for run in seen['title']) if isinstance(seen['title'], list) else seen['title']
print(seen['served'], title)
sys.exit(0 if seen['served'] == 'ranked' and 'mentoring' in title else 1)
END
if review-serve "$REVIEW_FILE" --port 0 --order best 2>"$scratch/out"; then echo 'a wrong order was taken'; exit 1; fi
grep -q 'order' "$scratch/out"
