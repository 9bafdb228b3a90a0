#!/bin/sh
# The man page of review-meta lists each note that the code can say by its stable name, and no other.
failed=0; a=notes.$$.code; b=notes.$$.man
trap 'rm -f "$a" "$b"' 0
tools=$top_srcdir/review/tools; meta=$top_srcdir/review/meta
name='"[a-z][a-z0-9-]*"'
{
  cat "$tools"/meta*.c | grep -o "meta_note([a-z>-]*, $name"                       # said where it happens
  cat "$meta"/analysis_notes.c | grep -o "say(&*t, $name"
  cat "$meta"/notes.c "$meta"/analysis_notes.c "$meta"/bias_notes.c | grep -o "{ RV_[A-Z0-9_]*, $name"   # tables of names
  sed -n '/line_names\[\] = {/,/^};/p' "$tools"/meta_tables_write.c | grep -o "$name }"
} | grep -o "$name" | tr -d '"' | sort -u >"$a"
sed -n '/^\.Sh NOTES/,/^\.Sh DIAGNOSES/s/^\.It //p' "$tools"/review-meta.1 | tr -d ' ' | tr , '\n' | sort -u >"$b"
[ "$(wc -l <"$a")" -ge 40 ] || { echo "FAIL the names of notes are no longer found in the code"; failed=1; }
diff "$a" "$b" || { echo "FAIL the notes of the code (<) and of review-meta.1 (>) differ"; failed=1; }
exit $failed
