# Turns schema.sql into a C string:
# awk -f src/store/embed_sql.awk src/store/schema.sql > build/schema_sql.c
BEGIN {
    print "/* Made from schema.sql by embed_sql.awk. */"
    print "extern const char store_schema_sql[];"
    print "const char store_schema_sql[] ="
}
{
    gsub(/\\/, "\\\\")
    gsub(/"/, "\\\"")
    printf "    \"%s\\n\"\n", $0
}
END { print "    ;" }
