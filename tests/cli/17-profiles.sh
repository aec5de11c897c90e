. "$ROOT/tests/cli/lib.sh"
# The profiles of child-drr: for whom each is, what it leaves out, and that no critical criterion that applies is
# missing from any; critical criteria and weights have their reasons.
file=$ROOT/checklists/child-drr/checklist.json
# The checklist as tables, and the hazards with their umbrellas.
sqlite3 c.db >holds.log 2>&1 <<SQL
CREATE TABLE doc AS SELECT CAST(readfile('$file') AS TEXT) AS j;
CREATE TABLE criterion AS SELECT json_extract(k.value, '\$.id') AS id, json_extract(n.value, '\$.id') AS area, k.value AS j,
    json_extract(k.value, '\$.applies.hazards') AS hazards, json_extract(k.value, '\$.critical.reason') AS critical
    FROM doc, json_each(doc.j, '\$.nodes') n, json_each(n.value, '\$.criteria') k;
CREATE TABLE profile AS SELECT p.key AS id, p.value AS j, json_extract(p.value, '\$.hazards') AS hazards
    FROM doc, json_each(doc.j, '\$.profiles') p;
CREATE TABLE member AS SELECT p.id AS profile, m.value AS criterion FROM profile p, json_each(p.j, '\$.criteria') m;
.mode csv
.import $ROOT/checklists/codes/hazards.csv hazard
CREATE TABLE related AS SELECT a.code AS a, b.code AS b FROM hazard a, hazard b
    WHERE a.code = b.code OR a.umbrella = b.code OR b.umbrella = a.code;
CREATE TABLE meets AS SELECT p.id AS profile, k.id AS criterion FROM profile p, criterion k
    WHERE p.hazards IS NULL OR k.hazards IS NULL OR EXISTS (SELECT 1 FROM json_each(p.hazards) h,
        json_each(k.hazards) w, related r WHERE r.a = h.value AND r.b = w.value);
SQL
sql() { # SQL
    sqlite3 c.db "$1" 2>&1 | tr '\n' ' ' | sed 's/ $//'
}

is "$(sql 'SELECT count(*) FROM criterion')" 119 "the checklist is read"
is "$(sql "SELECT group_concat(id, ' ') FROM profile")" \
    "quick school evacuation-centre urban flood cyclone-surge earthquake landslide drought heat tsunami volcano" \
    "there is a profile for a first look, for three kinds of place and for eight hazards"
is "$(sql "SELECT id FROM profile WHERE length(coalesce(json_extract(j, '\$.title'), '')) < 5
    OR length(coalesce(json_extract(j, '\$.description'), '')) < 20 OR length(coalesce(json_extract(j, '\$.leaves_out'), '')) < 20")" "" \
    "each says for whom it is and what it leaves out"
is "$(sql "SELECT m.profile, m.criterion FROM member m GROUP BY 1, 2 HAVING count(*) > 1")" "" "none asks twice"
is "$(sql "SELECT count(*) BETWEEN 28 AND 32, count(DISTINCT area) FROM member JOIN criterion ON id = criterion
    WHERE profile = 'quick'")" "1|15" "quick has about 30 criteria, from all 15 areas"
is "$(sql "SELECT profile, count(*) FROM member GROUP BY 1 HAVING count(*) NOT BETWEEN 28 AND 60")" "" \
    "none is too short to say something, or half of the whole"
is "$(sql "SELECT profile, criterion FROM meets JOIN criterion k ON k.id = criterion
    WHERE k.critical IS NOT NULL EXCEPT SELECT profile, criterion FROM member")" "" \
    "each profile has all critical criteria that apply where it is for"
is "$(sql "SELECT profile, criterion FROM member EXCEPT SELECT profile, criterion FROM meets")" "" \
    "a profile for a hazard asks nothing that is for other hazards only"
is "$(sql "SELECT count(*) BETWEEN 8 AND 12, min(length(critical)) > 30 FROM criterion WHERE critical IS NOT NULL")" "1|1" \
    "8 to 12 criteria are critical, each with its reason"
is "$(sql "SELECT id FROM criterion WHERE length(coalesce(json_extract(j, '\$.weight_reason'), '')) < 20")" "" \
    "each weight has its reason"
is "$(sql "SELECT id FROM criterion WHERE substr(json_extract(j, '\$.weight_reason'), 1, instr(json_extract(j, '\$.weight_reason'), ':') - 1)
    <> CASE json_extract(j, '\$.weight') WHEN 3 THEN 'Vital' WHEN 2 THEN 'Important' ELSE 'Helpful' END")" "" \
    "and the reason is that of this weight"

banyan checklist check child-drr
exits 0 "the checklist is fine"
silent err "and its profiles leave out nothing critical"
leaves_out() { # PROFILE CRITERION: in a copy of the checklist
    sqlite3 c.db "SELECT json_remove(doc.j, '\$.profiles.$1.criteria[' || m.key || ']')
        FROM doc, json_each(doc.j, '\$.profiles.$1.criteria') m WHERE m.value = '$2'" >less.json
    banyan checklist check less.json
}
leaves_out quick EWS-01
exits 0 "a profile may leave out what is critical"
says err 'less\.json:[0-9]+: profiles\.quick: leaves out EWS-01, which is critical' "but it is told"
leaves_out flood SHL-04
says err 'profiles\.flood: leaves out SHL-04' "a flash flood is a flood"
leaves_out flood SHL-06
silent err "what is not critical may be left out"
sed 's/"leaves_out"/"leaves-out"/' "$file" >less.json
banyan checklist check less.json
exits 1 "an unknown key of a profile"
says err 'profiles\.quick.*did you mean "leaves_out"' "is told, with the one that is meant"

for profile in $(sql 'SELECT id FROM profile'); do
    banyan assess --dry-run --profile "$profile" --format json "$ROOT/examples/bangladesh-union.json"
    is "$(json out '$.checklist.profile') $(json out '$.findings' | grep -o '"criterion"' | wc -l)" \
        "$profile $(sql "SELECT count(*) FROM member WHERE profile = '$profile'")" "$profile: a plan can be assessed with it"
done
banyan checklist show child-drr --profile heat
says out '^profile heat: Heatwaves$' "show says which profile it is"
says out 'For places where hot days' "for whom it is"
says out 'leaves out: Buildings that fall' "and what it leaves out"
says out '^  EWS-01 ' "with its criteria"
says out 'The weights and the advice$' "and that the weights are our own"
says out ' \[unverified\]' "what nobody has checked is marked"
says out ' \[our own threshold\]' "and what is our own"
is "$(grep -c '^      source: ' out)" 46 "each criterion says where it comes from"
banyan checklist show child-drr
says out 'leaves out: Buildings that fall' "the whole tells of its profiles"
banyan checklist show child-drr --format html
says out '<p>For places where hot days' "the guide says for whom a profile is"
says out '<p>Leaves out: Buildings that fall' "and what it leaves out"
banyan checklist show "$DATA/worked.json" --profile first
says out '^profile first: Only P$' "a profile without these texts"
finish
