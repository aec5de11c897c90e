-- Settings of luacheck for rules of banyan. Made by `banyan rules doc --for luacheck`: do not edit.
-- What the host gives is read-only, and every other global is a mistake.
std = {
  read_globals = {
    "credit", "level", "not_applicable", "not_assessed", "unknown", "percent", "assert", "error", "ipairs",
    "pairs", "select", "tonumber", "tostring", "type", "age", "hazard_matches", "hazard_umbrella",
    "hazard_title", "hazard_hip", "hip_2025", "country_name", "country_group",
    math = { fields = {
      "abs", "ceil", "floor", "fmod", "max", "min", "sqrt", "tointeger", "type", "huge", "maxinteger",
      "mininteger",
    } },
    string = { fields = {
      "byte", "char", "contains", "ends_with", "format", "len", "lower", "rep", "reverse", "split",
      "starts_with", "sub", "trim", "upper",
    } },
    table = { fields = {
      "concat", "insert", "remove", "sort", "unpack",
    } },
    bodies = { fields = {
      "disaster", "name",
    } },
    children = { fields = {
      "bands", "named", "perhaps", "grouped",
    } },
    dates = { fields = {
      "counted", "within",
    } },
    facilities = { fields = {
      "schools", "name", "some", "share", "numbers",
    } },
    goalposts = { fields = {
      "way", "transforms",
    } },
    ladder = { fields = {
      "at_least", "at_most",
    } },
    meetings = { fields = {
      "eight", "groups", "none",
    } },
    places = { fields = {
      "open", "shelters", "by_room", "measured", "serves", "worst",
    } },
    register = { fields = {
      "is_one_of", "relevant",
    } },
    staff = { fields = {
      "share",
    } },
    targets = { fields = {
      "longest",
    } },
  },
}
files["**/standard/goalposts.lua"] = { read_globals = { "ln" } }
exclude_files = { "**/.luals/*" }
max_line_length = 120
unused_args = false
