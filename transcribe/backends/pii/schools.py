"""Words that universities and schools are known by."""

from __future__ import annotations

SCHOOLS = frozenset("university universite college polytechnic polytechnique polytech".split())
"""Words of names of universities."""

UNIVERSITIES = frozenset(
    """
    mcgill concordia uqam polymtl hec ets laval sherbrooke queens waterloo mcmaster dalhousie ubc
    stanford harvard princeton yale cornell caltech berkeley mit cmu purdue oxford cambridge
    imperial ucl eth epfl sorbonne centrale supelec insa inria cnrs ensimag telecom tum kth aalto
    delft eindhoven leuven kaist tsinghua peking iit nus ntu unsw anu sharif tehran usp unicamp
    """.split()
)
"""Universities and institutes that are called by one word."""
