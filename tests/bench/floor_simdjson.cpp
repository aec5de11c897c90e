// Parse and bind with simdjson, on demand: the same members as our own scanner takes, from the same lines.
// floor_simdjson FILE. Prints nanoseconds a plan, and the sum of what was read.
#include <simdjson.h>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

using namespace simdjson;

static long long clock_ns()
{
    timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

// All members of an object that holds numbers.
static double numbers(ondemand::object object)
{
    double sum = 0;
    for (auto member : object) {
        std::string_view key = member.unescaped_key();
        sum += double(key.size()) + double(member.value());
    }
    return sum;
}

static double texts_and_numbers(ondemand::object object);

static double value(ondemand::value v)
{
    switch (v.type()) {
    case ondemand::json_type::number:
        return double(v);
    case ondemand::json_type::string:
        return double(std::string_view(v).size());
    case ondemand::json_type::object:
        return texts_and_numbers(v.get_object());
    case ondemand::json_type::array: {
        double sum = 0;
        for (auto one : v.get_array()) {
            sum += value(one.value());
        }
        return sum;
    }
    default:
        return 0;
    }
}

static double texts_and_numbers(ondemand::object object)
{
    double sum = 0;
    for (auto member : object) {
        std::string_view key = member.unescaped_key();
        sum += key == "facts" || key == "answers" ? numbers(member.value().get_object()) : value(member.value());
    }
    return sum;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fputs("floor_simdjson FILE\n", stderr);
        return 1;
    }
    std::ifstream in(argv[1]);
    ondemand::parser parser;
    std::vector<padded_string> lines;
    std::string line;
    double sum = 0;
    long long spent = 0, plans = 0;
    try {
        bool more = true;
        while (more) {
            lines.clear();
            while (lines.size() < 200 && (more = bool(std::getline(in, line)))) {
                lines.emplace_back(line);
            }
            long long start = clock_ns();
            for (const auto &text : lines) {
                ondemand::document doc = parser.iterate(text);
                sum += texts_and_numbers(doc.get_object());
            }
            spent += clock_ns() - start;
            plans += static_cast<long long>(lines.size());
        }
    } catch (const simdjson_error &e) {
        std::fprintf(stderr, "floor_simdjson: %s\n", e.what());
        return 1;
    }
    std::printf("%.0f\n%lld\n", sum, plans > 0 ? spent / plans : 0);
    return plans > 0 && std::fflush(stdout) == 0 ? 0 : 1;
}
