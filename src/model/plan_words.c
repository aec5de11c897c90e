/* The code lists of a plan document. Age bands, settlements, purposes and states follow the
 * practice of the field (CRC age limits in census five-year bands; the purposes of a Philippine
 * DRRM fund). */
#include "model/plan_schema.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define WORDS(id, name, ...)                              \
    static const char *const id##_list[] = {__VA_ARGS__}; \
    const struct words words_##id = {name, id##_list, COUNT(id##_list)}

WORDS(groups, "group", "0-4", "5-9", "10-14", "15-17", "girls", "boys", "children", "infants",
      "disability", "out_of_school", "minority", "indigenous", "displaced", "refugee", "migrant",
      "returnee", "stateless", "poor", "street", "working", "institution", "pregnant", "caregivers",
      "women", "youth", "elderly", "all");
WORDS(settings, "settlement", "rural", "urban", "peri-urban", "informal", "camp", "coastal",
      "island", "mountain");
WORDS(plan_types, "plan type", "development", "drr", "contingency", "preparedness", "response",
      "recovery", "adaptation", "land_use", "sector", "school", "other");
WORDS(statuses, "status", "planned", "funded", "ongoing", "done", "delayed", "cancelled");
WORDS(purposes, "purpose", "prevention", "mitigation", "preparedness", "response", "recovery");
WORDS(seats, "seat", "education", "health", "nutrition", "protection", "social_welfare", "wash",
      "disability", "women", "youth", "children", "elderly", "minority", "indigenous", "displaced",
      "disaster_management", "finance", "planning", "engineering", "agriculture", "police", "fire",
      "meteorology", "red_cross", "civil_society", "private_sector", "religious", "media", "school",
      "parents", "other");
WORDS(sites, "site", "school", "preschool", "health", "shelter", "institution", "community", "home",
      "workplace", "tabletop", "other");
WORDS(severities, "severity", "probable", "moderate", "severe");
WORDS(reaches, "reach", "schools", "preschools", "health", "institutions", "shelters", "households",
      "community", "disability", "informal", "displaced", "remote", "fishers", "media", "other");
WORDS(kinds, "kind", "school", "preschool", "health_post", "clinic", "hospital", "institution",
      "evacuation_centre", "shelter", "child_friendly_space", "community_hall", "religious", "gym",
      "open_space", "playground", "water_point", "feeding_centre", "library", "government",
      "private", "other");
WORDS(methods, "method", "desk", "workshop", "visit", "interview", "survey", "mixed");
WORDS(stages, "status of an assessment", "draft", "submitted", "reviewed", "accepted");
WORDS(assessors, "assessor type", "self", "peer", "external");
WORDS(outcomes, "outcome", "success", "failure");
WORDS(confidence, "confidence", "high", "medium", "low");
WORDS(states, "state", "not_applicable", "unknown");
WORDS(stock_for, "stock user", "children", "infants", "0-4", "5-9", "10-14", "15-17", "girls",
      "boys", "women", "pregnant", "disability", "elderly", "families", "households", "responders",
      "schools", "all");

WORDS(services, "service", "learning", "health", "water", "sanitation", "protection", "payment",
      "nutrition", "power", "transport", "other");
WORDS(roles, "role", "caseworker", "front_line", "shelter", "child_friendly_space", "teacher",
      "health", "responder", "other");
WORDS(tools, "disability tool", "washington_group", "child_functioning", "other");

const struct words *const words_all[] = {
    &words_groups,   &words_settings, &words_plan_types, &words_statuses, &words_purposes,
    &words_seats,    &words_sites,    &words_severities, &words_reaches,  &words_kinds,
    &words_methods,  &words_outcomes, &words_confidence, &words_states,   &words_stock_for,
    &words_services, &words_roles,    &words_tools,      &words_stages,   &words_assessors};
const size_t words_all_count = COUNT(words_all);
