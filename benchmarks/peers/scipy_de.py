#!/usr/bin/python3
"""SciPy's differential evolution with its defaults, updating deferred and without polishing, as the verb `seeds` of
quality_benchmark runs it: evaluations to the target, by generations (0: not reached), and the least values.

usage: scipy_de.py FUNCTION DIMENSION SEEDS TARGET EVALUATIONS
"""
import json
import sys
import warnings

import numpy as np
from scipy.optimize._differentialevolution import DifferentialEvolutionSolver

FUNCTIONS = {  # name: formula and bound, as winnow/evolve/functions.hpp has them
    "plain_sphere": (lambda x: float(np.sum(x * x)), 5.12),
    "plain_rosenbrock": (lambda x: float(np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)), 2.048),
    "plain_rastrigin": (lambda x: float(np.sum(x * x + 10 * (1 - np.cos(2 * np.pi * x)))), 5.12),
    "plain_ackley": (lambda x: float(20 * (1 - np.exp(-0.2 * np.sqrt(np.mean(x * x))))
                                     + np.e - np.exp(np.mean(np.cos(2 * np.pi * x)))), 32.768),
}


def run(name, dimension, seed, target, evaluations):
    function, bound = FUNCTIONS[name]
    solver = DifferentialEvolutionSolver(function, [(-bound, bound)] * dimension, seed=seed, polish=False, tol=0,
                                         updating="deferred", maxiter=10**9, maxfun=10**9)
    size = solver.num_population_members
    reached = 0
    used = 0
    while used + size <= evaluations:
        next(solver)  # the first call evaluates the population and makes one generation of it
        used = solver._nfev
        best = float(np.min(solver.population_energies))
        if not reached and best <= target:
            reached = used
    return reached, best


def main():
    name, dimension, seeds, target, evaluations = sys.argv[1:]
    warnings.simplefilter("ignore")
    results = [run(name, int(dimension), seed, float(target), int(evaluations)) for seed in range(1, int(seeds) + 1)]
    print(json.dumps({"to_target": [reached for reached, _ in results], "least": [best for _, best in results]}))


if __name__ == "__main__":
    main()
