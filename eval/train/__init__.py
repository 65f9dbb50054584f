"""Training the models of `quoth.rag.trained`: pairs, recipe, trainer, export, model card."""
