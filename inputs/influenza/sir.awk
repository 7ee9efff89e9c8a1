# How far a course of the SIR model is from what was observed: the sum of squared differences, in boys².
#   awk -v beta=1.7 -v gamma=0.4 -f sir.awk boys-in-bed.txt
# W. O. Kermack and A. G. McKendrick, "A contribution to the mathematical theory of epidemics", Proceedings of
# the Royal Society A 115 (1927), 700-721: S' = -beta S I / N, I' = beta S I / N - gamma I. A day before the
# first observation, one boy of 763 is infected.

BEGIN { N = 763; S = N - 1; I = 1; steps_per_day = 10 }

!/^\/\// {
  for (step = 0; step < steps_per_day; ++step) advance(1 / steps_per_day)
  sum += (I - $1) ^ 2
}

END { printf "%.17g\n", sum }

function infections(s, i) { return beta * s * i / N }

# A step of the classical Runge-Kutta method of fourth order.
function advance(h,    a, b, c, d, e, f, g, k) {
  a = infections(S, I);                               b = a - gamma * I
  c = infections(S - h / 2 * a, I + h / 2 * b);       d = c - gamma * (I + h / 2 * b)
  e = infections(S - h / 2 * c, I + h / 2 * d);       f = e - gamma * (I + h / 2 * d)
  g = infections(S - h * e, I + h * f);               k = g - gamma * (I + h * f)
  S -= h / 6 * (a + 2 * c + 2 * e + g)
  I += h / 6 * (b + 2 * d + 2 * f + k)
}
