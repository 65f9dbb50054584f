"""The answer of a chat model: asked, streamed, cited, checked, repaired."""
