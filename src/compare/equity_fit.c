/* The curve through subgroups that stand in order, by weighted least squares or by the quasi-
 * likelihood of the logistic curve (McCullagh and Nelder, Generalized Linear Models, 1989, chapter
 * 9), solved with Newton's steps. Two parameters, so that every matrix is written out: xx, xy, yy
 * of a symmetric one. */
#include <math.h>

#include "compare/equity.h"
#include "model/math.h"

struct matrix {
    double xx, xy, yy;
};

static struct matrix inverse(struct matrix m)
{
    double d = m.xx * m.yy - m.xy * m.xy;
    return (struct matrix){m.yy / d, -m.xy / d, m.xx / d};
}

static double logistic(double x)
{
    return x >= 0 ? 1 / (1 + math_exp(-x)) : math_exp(x) / (1 + math_exp(x));
}

struct curve {
    double a, b;
    bool straight;
};

/* Height of the curve at rank r, and in *steep how fast it rises with a. */
static double height(const struct curve *c, double r, double *steep)
{
    double x = c->a + c->b * r;
    double mu = c->straight ? x : logistic(x);
    *steep = c->straight ? 1 : mu * (1 - mu);
    return mu;
}

/* One step of Newton's. False where the points leave the direction open. */
static bool step(struct curve *c, const double *r, const double *y, const double *w, size_t n,
                 double limit, double *moved)
{
    struct matrix m = {0, 0, 0};
    double u = 0, v = 0, steep = 0;
    for (size_t i = 0; i < n; i++) {
        double rest = w[i] * (y[i] / limit - height(c, r[i], &steep));
        double weight = w[i] * steep;
        m.xx += weight;
        m.xy += weight * r[i];
        m.yy += weight * r[i] * r[i];
        u += rest;
        v += rest * r[i];
    }
    if (!(m.xx * m.yy - m.xy * m.xy > 1e-14 * m.xx * m.yy)) {
        return false;
    }
    struct matrix i = inverse(m);
    double da = i.xx * u + i.xy * v, db = i.xy * u + i.yy * v;
    c->a += da;
    c->b += db;
    *moved = fabs(da) + fabs(db);
    return isfinite(c->a) && isfinite(c->b);
}

/* Fills in how the ends of the curve move with each y, and their variance from the distances of the
 * points. */
static void spread(const struct curve *c, const double *r, const double *y, const double *w,
                   size_t n, double limit, struct equity_fit *fit)
{
    struct matrix m = {0, 0, 0}, scatter = {0, 0, 0};
    double steep = 0;
    for (size_t i = 0; i < n; i++) {
        double rest = w[i] * (y[i] / limit - height(c, r[i], &steep));
        double weight = w[i] * steep;
        m = (struct matrix){m.xx + weight, m.xy + weight * r[i], m.yy + weight * r[i] * r[i]};
        rest *= rest;
        scatter = (struct matrix){scatter.xx + rest, scatter.xy + rest * r[i],
                                  scatter.yy + rest * r[i] * r[i]};
    }
    struct matrix i = inverse(m);
    double steep0 = 0, steep1 = 0;
    fit->at0 = limit * height(c, 0, &steep0);
    fit->at1 = limit * height(c, 1, &steep1);
    /* Rows of the matrix that takes the score of the points to the ends of the curve. */
    double p0 = steep0 * i.xx, q0 = steep0 * i.xy;
    double p1 = steep1 * (i.xx + i.xy), q1 = steep1 * (i.xy + i.yy);
    for (size_t k = 0; k < n; k++) {
        fit->slope0[k] = w[k] * (p0 + q0 * r[k]);
        fit->slope1[k] = w[k] * (p1 + q1 * r[k]);
    }
    double f = n > 2 ? limit * limit * (double)n / (double)(n - 2) : NAN;
    double s0x = p0 * scatter.xx + q0 * scatter.xy, s0y = p0 * scatter.xy + q0 * scatter.yy;
    double s1x = p1 * scatter.xx + q1 * scatter.xy, s1y = p1 * scatter.xy + q1 * scatter.yy;
    fit->sandwich[0] = f * (s0x * p0 + s0y * q0);
    fit->sandwich[1] = f * (s1x * p1 + s1y * q1);
    fit->sandwich[2] = f * (s0x * p1 + s0y * q1);
}

bool equity_fit(const double *r, const double *y, const double *w, size_t n, double limit,
                struct equity_fit *fit)
{
    enum {
        STEPS = 60,
        STEEPEST = 40
    }; /* a curve steeper than e^40 is a cliff between two subgroups */
    struct curve c = {.straight = limit <= 0};
    double scale = limit > 0 ? limit : 1, moved = 1;
    if (!c.straight) { /* begins level, at the mean */
        double sum = 0, of = 0;
        for (size_t i = 0; i < n; i++) {
            sum += w[i] * y[i] / limit;
            of += w[i];
        }
        if (!(sum > 0 && sum < of)) {
            return false;
        }
        c.a = math_log(sum / (of - sum));
    }
    for (int i = 0; i < STEPS && moved > 1e-13 * (fabs(c.a) + fabs(c.b)); i++) {
        if (!step(&c, r, y, w, n, scale, &moved) || (!c.straight && fabs(c.b) > STEEPEST)) {
            return false;
        }
    }
    /* Where only the last digits still move, the curve is found. */
    if (moved > 1e-9 * (fabs(c.a) + fabs(c.b) + 1)) {
        return false;
    }
    spread(&c, r, y, w, n, scale, fit);
    return isfinite(fit->at0) && isfinite(fit->at1);
}
