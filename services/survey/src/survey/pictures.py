"""Pictures of links: QR codes."""

import io

import segno


def qr_svg(address: str) -> bytes:
    """The address as a QR code: SVG, black on white, with the quiet zone of ISO/IEC 18004 (four modules).

    Error correction of level Q: a quarter of it may be torn or dirty.
    """
    written = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        written, kind="svg", border=4, scale=8, dark="#000", light="#fff", title="QR", xmldecl=False
    )
    return written.getvalue()
