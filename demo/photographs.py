"""Small pictures for the demo's uploads: drawn, so that nobody's photograph is in the repository."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw


def photograph(seed: int) -> bytes:
    """A PNG of pipes on a wall with a meter; another seed, another wall."""
    dice = random.Random(seed)
    picture = Image.new("RGB", (640, 420), (206 + dice.randint(-12, 12), 200, 188))
    draw = ImageDraw.Draw(picture)
    for row in range(0, 420, 42):  # bricks
        for column in range(-80, 640, 80):
            left = column + (40 if row // 42 % 2 else 0)
            draw.rectangle((left + 1, row + 1, left + 78, row + 40), outline=(184, 176, 164))
    for place in sorted(dice.sample(range(60, 300, 30), 3)):
        draw.rectangle((0, place, 640, place + 12), fill=(232, 190, 60), outline=(150, 120, 30))
    left = dice.randint(180, 360)
    draw.rounded_rectangle((left, 170, left + 130, 330), 14, fill=(238, 240, 242), outline=(90, 96, 104), width=3)
    draw.rectangle((left + 22, 205, left + 108, 240), fill=(24, 28, 32))
    draw.text((left + 30, 214), f"{dice.randint(0, 99):05d}.{dice.randint(0, 999):03d}", fill=(240, 240, 240))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
