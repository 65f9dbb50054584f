"""The look of the page: Gradio's variables for its own components; page.css has the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["make_theme"]

# Fonts that a system has; nothing is fetched. `system-ui` is left out: on many a Linux it is a
# face as wide as DejaVu Sans, in which the page does not fit.
_SANS = ("-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Liberation Sans")
_MONO = ("ui-monospace", "SF Mono", "Cascadia Code", "Liberation Mono", "monospace")

# Each colour in the light and in the dark; contrast of text on its ground is at least 4.5 (WCAG
# 2.1, 1.4.3): tests/ui/app/test_accessibility.py measures it with axe.
_COLOURS = {
    "body_background_fill": ("#fbfaf7", "#17191d"),
    "background_fill_primary": ("#ffffff", "#1e2126"),
    "background_fill_secondary": ("#f5f3ee", "#1a1d21"),
    "block_background_fill": ("transparent", "transparent"),
    "body_text_color": ("#22262b", "#e4e1da"),
    "body_text_color_subdued": ("#5d636b", "#a6a9ad"),
    "block_label_text_color": ("#5d636b", "#a6a9ad"),
    "block_title_text_color": ("#3d434a", "#c9c9c6"),
    "block_info_text_color": ("#5d636b", "#a6a9ad"),
    "border_color_primary": ("#e3dfd6", "#33373d"),
    "border_color_accent": ("#2f5d83", "#8fb8d8"),
    "color_accent_soft": ("#e8eff5", "#23313d"),
    "link_text_color": ("#2a5880", "#93bddd"),
    "link_text_color_hover": ("#1c4262", "#b3d2ea"),
    "link_text_color_active": ("#1c4262", "#b3d2ea"),
    "link_text_color_visited": ("#2a5880", "#93bddd"),
    "checkbox_background_color_selected": ("#2a5880", "#3f7aab"),
    "checkbox_border_color_selected": ("#2a5880", "#3f7aab"),
    "input_background_fill": ("#ffffff", "#1e2126"),
    "input_border_color": ("#d5d0c5", "#3b4047"),
    "input_border_color_focus": ("#2f5d83", "#8fb8d8"),
    "input_placeholder_color": ("#6b7077", "#969a9f"),
    "button_primary_background_fill": ("#2a5880", "#2f628d"),
    "button_primary_background_fill_hover": ("#1f486b", "#3a72a1"),
    "button_primary_text_color": ("#ffffff", "#ffffff"),
    "button_primary_border_color": ("#2a5880", "#2f628d"),
    "button_secondary_background_fill": ("#ffffff", "#262a30"),
    "button_secondary_background_fill_hover": ("#f2efe8", "#2f343b"),
    "button_secondary_text_color": ("#2f353b", "#dcdad4"),
    "button_secondary_border_color": ("#d5d0c5", "#3f444b"),
}
_PLAIN = {
    "body_text_size": "15px",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_padding": "0px",
    "block_radius": "6px",
    "container_radius": "6px",
    "input_radius": "6px",
    "input_border_width": "1px",
    "input_shadow": "none",
    "input_shadow_focus": "none",
    "button_large_radius": "6px",
    "button_medium_radius": "6px",
    "button_small_radius": "6px",
    "button_large_padding": "8px 16px",
    "button_large_text_size": "15px",
    "button_large_text_weight": "500",
    "button_small_text_size": "13px",
    "button_primary_shadow": "none",
    "button_secondary_shadow": "none",
    "layout_gap": "12px",
}


def make_theme() -> gr.themes.Base:
    """Return the theme, light and dark."""
    import gradio as gr

    theme = gr.themes.Base(
        font=[*_SANS, "sans-serif"], font_mono=list(_MONO), text_size="md", radius_size="md"
    )
    values = dict(_PLAIN)
    for name, (light, dark) in _COLOURS.items():
        values |= {name: light, f"{name}_dark": dark}
    return theme.set(**values)
