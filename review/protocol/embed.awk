# Turns form parts (protocols/parts/ID-VERSION.xml) into a C table: { "id", "version", "label", "..." }.
function finish() { if (open) print "    },"; open = 0 }
BEGIN { print "#include \"protocol/parts.h\"\n\nconst rv_form_part rv_form_parts[] = {" }
FNR == 1 { finish(); n = split(FILENAME, part, "/"); name = part[n]; sub(/\.xml$/, "", name)
           version = name; sub(/^.*-/, "", version); sub(/-[0-9]+$/, "", name); text = "" ; label = "" }
!label && /<form-part / { label = $0; sub(/^.*label="/, "", label); sub(/".*$/, "", label)
                          printf "    { \"%s\", \"%s\", \"%s\",\n%s", name, version, label, text; open = 1 }
{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); line = sprintf("      \"%s\\n\"\n", $0); if (open) printf "%s", line; else text = text line }
END { finish(); print "    { 0, 0, 0, 0 }\n};" }
