# guard NAME: runs tests/web/guard_NAME.py, where there is what it needs.
guard() {
  command -v python3 >/dev/null 2>&1 || { echo 'no python3: skipped'; exit 77; }
  python3 -c 'import sqlite3, http.client' 2>/dev/null || { echo 'a python3 without sqlite3: skipped'; exit 77; }
  command -v review-serve >/dev/null 2>&1 || { echo 'no review-serve: skipped'; exit 77; }
  PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$top_srcdir/tests/web exec python3 "$top_srcdir/tests/web/guard_$1.py"
}
