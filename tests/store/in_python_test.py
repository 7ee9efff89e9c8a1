"""What ranks wrote opens in h5py and in xarray, with the default engine and with h5netcdf.

Called with the command that writes a sample to the path appended to it. Skipped (77) without the libraries.
"""

import math
import os
import subprocess
import sys
import tempfile

try:
    import h5py
    import xarray
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)


def check_group(dataset):
    assert dict(dataset.sizes) == {"group": 11, "statistic": 2}, dataset.sizes
    assert sorted(dataset.coords) == ["buffer", "router", "statistic"], dataset.coords
    assert list(dataset.data_vars) == ["delay"], dataset.data_vars
    assert list(dataset["statistic"].values) == ["mean", "größte"]
    assert list(dataset["router"].values) == [f"röuter{i}" for i in range(11)]
    assert list(dataset["buffer"].values) == [i - 5 for i in range(11)]
    assert dataset["buffer"].attrs["units"] == "B"
    assert dataset["delay"].dims == ("group", "statistic")
    delay = dataset["delay"].attrs
    assert (delay["units"], delay["long_name"], delay["scale"], delay["level"]) == ("s", "mean delay", 0.5, -3)
    for i, value in enumerate(dataset["delay"].values.ravel()):
        assert math.isnan(value) if i % 7 == 3 else value == math.sin(i), (i, value)
    assert dataset.attrs == {"field_report": "Stats"}, dataset.attrs
    assert dataset["delay"].sel(statistic="mean").shape == (11,)


def check_xarray(path, engine):
    def load(group):
        return xarray.open_dataset(path, group=group, engine=engine).load()

    check_group(load("reduce/router_buffer"))
    runs = load("runs")
    assert list(runs["run"].values) == [-5, -4, -3, -2, -1] and "run" in runs.indexes
    assert runs["bytes_s"].attrs["original_name"] == "bytes/s"
    rejected = load("rejected")
    assert rejected.sizes["rejection"] == 0 and list(rejected.data_vars) == ["line", "text"]
    sizes = load("sizes")
    assert sizes["counts"].dims == ("group", "size_bin"), sizes["counts"].dims
    assert list(sizes["size_bin"].values) == [0.5, 2.0] and "size_bin" in sizes.indexes
    assert sizes["size_bin"].attrs == {"units": "B"}, sizes["size_bin"].attrs
    assert list(sizes["counts"].coords["size_bin_low"].values) == [0.0, 1.0]
    workers = load("run/workers")
    assert list(workers["note"].values) == ["", "caf?"], workers["note"].values
    assert workers["busy"].values[0] == 0.5 and math.isnan(workers["busy"].values[1])
    assert load("study").attrs["toml"] == "x" * 100000
    assert load("/").attrs["title"] == "City"


def check_h5py(path):
    with h5py.File(path, "r") as file:
        assert file["runs/bytes_s"].compression == "gzip" and file["runs/bytes_s"].shuffle
        delay = file["reduce/router_buffer/delay"]
        assert [len(dimension) for dimension in delay.dims] == [1, 1]
        assert delay.dims[0][0].name == "/reduce/router_buffer/group"
        assert delay.dims[1]["statistic"].asstr()[0] == "mean"
        routers = file["reduce/router_buffer/router"][:].view("S12")[:, 0]
        assert routers[10].decode() == "röuter10"


with tempfile.TemporaryDirectory() as folder:
    sample = os.path.join(folder, "sample.h5")
    subprocess.run(sys.argv[1:] + [sample], check=True)
    assert os.listdir(folder) == ["sample.h5"]
    for name in ("netcdf4", "h5netcdf"):
        check_xarray(sample, name)
    check_h5py(sample)
