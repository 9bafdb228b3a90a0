# Turns styles and locales into a C array: { "apa.csl", "<?xml ..." }.
function finish() { if (name != "") print "    }," }
BEGIN { print "#include \"report/cite_locale.h\"\n\nconst rv_cite_built_in rv_cite_files[] = {" }
FNR == 1 { finish(); n = split(FILENAME, part, "/"); name = part[n]; printf "    { \"%s\",\n", name }
{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); printf "      \"%s\\n\"\n", $0 }
END { finish(); print "    { 0, 0 }\n};" }
