#!/usr/bin/python3
"""The same reduction of csv by pandas, all rows in memory. usage: pandas_csv.py FOLDER"""
import pathlib
import sys

import pandas

COLUMNS = ["latency", "overhead", "prob"]

rows = pandas.concat(pandas.read_csv(path, usecols=["key", *COLUMNS]) for path in sorted(pathlib.Path(sys.argv[1]).glob("*.csv")))
groups = rows.groupby("key")[COLUMNS].agg(["count", "mean", "std", "min", "max"])
if len(groups) != 20:
    sys.exit(1)
