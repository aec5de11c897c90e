#include "workload.h"

#include <math.h>

const char workload_countries[WORKLOAD_COUNTRIES][4] = {
    "AFG", "AUS", "BGD", "BTN", "KHM", "CHN", "FJI", "IND", "IDN", "JPN",
    "LAO", "MYS", "MDV", "MNG", "MMR", "NPL", "NZL", "PAK", "PNG", "PHL",
    "KOR", "WSM", "SLB", "LKA", "THA", "TLS", "VUT", "VNM"};

int32_t wresult_credit(double x)
{
    return (int32_t)floor(x * 1e9 + 0.5);
}

void wresult_score(struct wresult *r)
{
    const int64_t domains = WORKLOAD_DOMAINS, each = WORKLOAD_COUNT / WORKLOAD_DOMAINS;
    int64_t all = 0;
    for (int d = 0; d < domains; d++) {
        int64_t sum = 0;
        for (int i = 0; i < each; i++) {
            sum += r->credit[d * each + i];
        }
        r->domain[d] = (int32_t)((2 * sum + each) / (2 * each));
        all += r->domain[d];
    }
    r->score = (int32_t)((2 * all + domains) / (2 * domains));
}

void workload_check(int64_t *check, const struct wresult *r)
{
    int64_t sum = 0;
    for (int k = 0; k < WORKLOAD_COUNT; k++) {
        sum += (int64_t)(k + 1) * r->credit[k];
    }
    *check = (*check + sum) % INT64_C(1000000000000000);
}
