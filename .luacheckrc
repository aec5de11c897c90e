-- Rules are written in a small closed language (docs/writing-a-rule.md): what the host gives is
-- read-only, and every other global is a mistake.
std = {
  read_globals = {
    "assert", "ipairs", "pairs", "select", "tonumber", "tostring", "type", "error",
    "credit", "level", "not_applicable", "unknown", "not_assessed", "percent", "age", "hazard_matches", "hazard_umbrella",
    "hazard_title", "hip_2025", "country_name", "country_group",
    "hazard_hip",
    math = { fields = { "abs", "ceil", "floor", "fmod", "max", "min", "sqrt", "tointeger", "type", "huge",
                        "maxinteger", "mininteger" } },
    string = { fields = { "byte", "char", "len", "lower", "upper", "sub", "reverse", "rep", "format",
                          "contains", "starts_with", "ends_with", "split", "trim" } },
    table = { fields = { "sort", "insert", "remove", "concat", "unpack" } },
    -- libraries under rules/lib, handed over by `use`
    "bodies", "children", "dates", "facilities", "goalposts", "ladder", "places", "register", "staff", "targets",
  },
}
max_line_length = 120
unused_args = false
