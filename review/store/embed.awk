# Turns SQL files into a C array of migrations: { "0001-review", "..." }.
function finish() { if (name != "") print "    },"; }
BEGIN { print "#include \"store/schema.h\"\n\nconst rv_migration rv_schema[] = {" }
FNR == 1 { finish(); n = split(FILENAME, part, "/"); name = part[n]; sub(/\.sql$/, "", name)
           printf "    { \"%s\",\n", name }
{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); printf "      \"%s\\n\"\n", $0 }
END { finish(); print "    { 0, 0 }\n};" }
