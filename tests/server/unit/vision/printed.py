"""Photos of a patterned box with codes and lettering on it, drawn for tests."""

import segno
import zxingcpp
from PIL import Image, ImageDraw, ImageFont


def with_code(photo, text, form="QRCode", place=(40, 40), scale=5):
    """`photo` with a printed bar or QR code."""
    printed = photo.copy()
    label = code(text, form, scale)
    printed.paste(label, place)
    return printed


def code(text, form="QRCode", scale=5):
    if form == "QRCode":
        size = segno.make(text, micro=False)
        rows = [[0 if dark else 255 for dark in row] for row in size.matrix_iter(border=4)]
        image = Image.new("L", (len(rows[0]), len(rows)), 255)
        image.putdata([cell for row in rows for cell in row])
        return image.resize((image.width * scale, image.height * scale), 0).convert("RGB")
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, form)).to_image()
    image = Image.frombytes("L", (made.shape[1], made.shape[0]), bytes(memoryview(made).tobytes()))
    framed = Image.new("L", (image.width + 20, image.height + 20), 255)
    framed.paste(image, (10, 10))
    return framed.resize((framed.width * 2, framed.height * 2), 0).convert("RGB")


def with_lettering(photo, text, place=(40, 40), size=34):
    """`photo` with a white label."""
    printed = photo.copy()
    pen = ImageDraw.Draw(printed)
    font = ImageFont.load_default(size)
    left, top, right, bottom = pen.textbbox(place, text, font=font)
    pen.rectangle((left - 14, top - 14, right + 14, bottom + 14), fill="white")
    pen.text(place, text, fill="black", font=font)
    return printed
