"""The one door to what OpenCV's stubs lack or leave loose, and to its process-wide settings."""

import cv2
import numpy as np
from numpy.typing import NDArray

# One thread: the number of workers is ours to choose, and results stay the same on every machine.
cv2.setNumThreads(1)
cv2.setRNGSeed(20261123)

Rgb = NDArray[np.uint8]
Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
