"""The loss of weighted pairs, in the form that sentence-transformers' trainer asks for."""

from __future__ import annotations

from typing import Any

__all__ = ["weighted_loss"]


def weighted_loss(model: Any) -> Any:
    """Return a loss over (text_a, text_b, weight) columns and labels.

    Binary cross-entropy for a model with one output, cross-entropy for several, where a label of -1
    says that it is any but the first; the mean over a batch by the pairs' weights.
    """
    import torch
    from torch.nn import functional

    class Weighted(torch.nn.Module):  # type: ignore[misc]  # torch: untyped
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, inputs: list[list[Any]], labels: Any, **_: object) -> Any:
            first, second, weights = inputs
            features = self.model.preprocess(list(zip(first, second, strict=True)))
            logits = self.model(features)["scores"].float()
            weight = torch.tensor(weights, dtype=torch.float32)
            if logits.shape[1] == 1:
                each = functional.binary_cross_entropy_with_logits(
                    logits[:, 0], labels.float(), reduction="none"
                )
            else:
                labels = labels.long()
                log_p = functional.log_softmax(logits, dim=1)
                known = -log_p.gather(1, labels.clamp(min=0)[:, None])[:, 0]
                not_first = -torch.logsumexp(log_p[:, 1:], dim=1)
                each = torch.where(labels < 0, not_first, known)
            return (each * weight).sum() / weight.sum().clamp(min=1e-9)

    return Weighted()
