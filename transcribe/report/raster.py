"""SVG to PNG, by resvg."""

from __future__ import annotations

from pathlib import Path

from transcribe.report.drawing import PAPER_WIDTH, WIDTH, Drawing

DPI = 300
INCH = 25.4


def to_png(drawing: Drawing) -> bytes:
    """The picture at 300 dpi, as wide as on paper; letters are those of DejaVu Sans."""
    import resvg_py

    across = PAPER_WIDTH * drawing.width / WIDTH / INCH * DPI
    plain = bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing.standalone().decode(),
            width=round(across),
            # Without it, millimetres are nothing.
            dpi=96.0,
            font_files=fonts(),
            sans_serif_family="DejaVu Sans",
        )
    )
    return _with_dpi(plain)


def fonts() -> list[str]:
    """DejaVu Sans, which matplotlib carries, so that letters do not depend on the machine."""
    import matplotlib as carrier

    folder = Path(carrier.get_data_path()) / "fonts" / "ttf"
    return [str(folder / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]


def _with_dpi(png: bytes) -> bytes:
    """The same picture, its size on paper written into it (PNG, chunk pHYs)."""
    import io

    from PIL import Image

    stream = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").save(stream, "PNG", dpi=(DPI, DPI))
    return stream.getvalue()
