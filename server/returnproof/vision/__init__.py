"""Pixels to numbers; the only home of PIL, cv2 and imagehash."""
