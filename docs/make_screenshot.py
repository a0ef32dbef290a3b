"""Makes docs/screenshot.svg: a real turn of the real chat, with the default model if it is here."""

import asyncio
import sys
from pathlib import Path

from textual.widgets import Input

from polyrec.agent import Recommender
from polyrec.tui.chat.app import ChatApp
from polyrec.tui.chat.widgets import ReplyMessage

WISH = "Una comedia italiana de los sesenta, sin guerra"
TARGET = Path(__file__).with_name("screenshot.svg")


async def main() -> None:
    """Asks, waits until the reply is whole, and saves the screen."""
    app = ChatApp(Recommender.open("films", model=sys.argv[1] if len(sys.argv) > 1 else None), "es")
    async with app.run_test(size=(116, 34)) as pilot:
        app.query_one(Input).value = WISH
        await pilot.press("enter")
        while not app.query(ReplyMessage) or app.is_busy:
            await pilot.pause(0.5)
        await pilot.pause(1)
        app.save_screenshot(str(TARGET))


if __name__ == "__main__":
    asyncio.run(main())
