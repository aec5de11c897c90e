# Plans for the checklist "same", COUNT of them, and some that are refused, one of each kind of complaint
# that looks at letters: awk -v count=COUNT -f plans.awk
function plan(id, country, share, checklist) {
    printf "{\"banyan\":1,\"plan\":{\"id\":\"%s\",\"title\":\"Iğdır İ%d ı — plan\"},", id, share
    printf "\"community\":{\"country\":\"%s\",\"name\":\"مكان %s\"},", country, id
    printf "\"assessment\":{\"round\":\"2026\",\"date\":\"2026-09-12\"},\"checklist\":\"%s\",", checklist
    printf "\"facts\":{\"own.i\":%d.%d,\"own.title\":\"İstanbul\",\"own.a\":1e-7,\"own.z\":%d},", share, share % 7, share * 31
    printf "\"answers\":{\"T-1\":%d.%d,\"T-2\":%d,\"R-1\":%d,\"R-2\":%d.5}}\n",
        share % 100, share % 9, share * 3 % 101, share * 7 % 101, share * 11 % 100
}
BEGIN {
    for (i = 1; i <= count; i++) {
        plan("TXT-" i, "TUR", i * 17, "same@1")
    }
    plan("WRONG-1", "tur", 1, "same@1")
    plan("WRONG-2", "IDn", 1, "same@1")
    plan("WRONG-3", "INDIA", 1, "same@1")
    plan("WRONG-4", "TUR", 1, "child-drr@1")
}
