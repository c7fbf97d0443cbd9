"""What pyproject.toml has no words for: `seeds/` is installed as a folder of the package `qa`."""

from setuptools import find_namespace_packages, setup

setup(
    packages=[
        *find_namespace_packages(include=["index", "index.*", "qa", "qa.*", "eval", "eval.*"]),
        "qa.seeds",
    ],
    package_dir={"qa.seeds": "seeds"},
)
