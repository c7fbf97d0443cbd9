"""Linear models that are fitted on standardised values, for values as they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline


def unscaled(model: Pipeline) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights and intercepts of a scaler with a fitted logistic regression behind it, for values
    that are not scaled.

    Returns:
        Arrays of the shapes (outputs, values) and (outputs,); of two classes one output.
    """
    scaler: Any
    regression: Any
    scaler, regression = model.named_steps.values()
    weights = regression.coef_ / scaler.scale_
    return weights, regression.intercept_ - weights @ scaler.mean_
