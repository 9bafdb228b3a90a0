# Turns instrument files into a C array: { "rob2-assignment", "<?xml ..." }.
function finish() { if (name != "") print "    }," }
BEGIN { print "#include \"review/protocol.h\"\n\nconst rv_shipped_instrument rv_shipped_instruments[] = {" }
FNR == 1 { finish(); n = split(FILENAME, part, "/"); name = part[n]; sub(/\.xml$/, "", name); printf "    { \"%s\",\n", name }
{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); printf "      \"%s\\n\"\n", $0 }
END { finish(); print "    { 0, 0 }\n};" }
