"""Models of our own that score a pair of texts, run by OpenVINO without torch."""
