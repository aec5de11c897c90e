# Writes the outlines of countries as a C file: see src/report/outlines.h.
BEGIN {
    FS = ","
    print "#include \"report/outlines.h\""
    print "const struct outline outlines[] = {"
}
NR > 1 { printf "    {\"%s\", %d, %d, \"%s\", %d, %d, %d, %d},\n", $1, $2, $3, $4, $5, $6, $7, $8; count++ }
END {
    print "};"
    printf "const size_t outline_count = %d;\n", count
}
