"""Everything about the package stands in setup.cfg but this: `shared/` lies outside of server/."""

from setuptools import find_namespace_packages, setup

setup(packages=[*find_namespace_packages("server"), "returnproof.shared"])
