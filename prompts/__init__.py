"""The words sent to a chat model, one file a prompt."""
