#!/usr/bin/python3
"""The sphere by SciPy's differential evolution, on two processes.

usage: scipy_sphere.py DIMENSION EVALUATIONS; prints one JSON object."""
import json
import sys
import time

import scipy.optimize

WORKERS = 2


def sphere(x):
    return (x * x).sum()


def main():
    dimension, evaluations = int(sys.argv[1]), int(sys.argv[2])
    generations = evaluations // (15 * dimension) - 1
    begin = time.perf_counter()
    found = scipy.optimize.differential_evolution(
        sphere, [(-5, 5)] * dimension, maxiter=generations, tol=0, seed=1, workers=WORKERS, updating="deferred", polish=False)
    seconds = time.perf_counter() - begin
    print(json.dumps({"evaluations": int(found.nfev), "seconds": seconds, "best": float(found.fun)}))


if __name__ == "__main__":
    main()
