"""The page's server: a thin layer of HTTP over the room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Body, FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import ValidationError

from transcribe.errors import TranscribeError, UsageError
from transcribe.review.operations import PARSER
from transcribe.review.preferences import Preferences, keep_preferences, read_preferences
from transcribe.review.room import Room

STATIC = Path(__file__).parent / "static"


def build_app(room: Room) -> FastAPI:
    """The application; it trusts whoever reaches it, so put a `Gatekeeper` before it."""
    app = FastAPI(title="transcribe review", docs_url=None, redoc_url=None, openapi_url=None)
    _tell_errors(app)
    for add in (_add_study, _add_reading, _add_sound, _add_writing):
        add(app, room)
    app.mount("/", StaticFiles(directory=STATIC, html=True), name="page")
    return app


def _tell_errors(app: FastAPI) -> None:
    @app.exception_handler(TranscribeError)
    def refused(request: Request, error: TranscribeError) -> JSONResponse:
        status = 409 if isinstance(error, UsageError) else 503
        return JSONResponse({"error": error.message, "hint": error.hint}, status_code=status)

    @app.exception_handler(OSError)
    def failed(request: Request, error: OSError) -> JSONResponse:
        told = {
            "error": f"this could not be read or kept ({error.strerror})",
            "hint": "see that the disk has room and the folder is there, then do it again",
        }
        return JSONResponse(told, status_code=503)


def _add_study(app: FastAPI, room: Room) -> None:
    @app.get("/api/study")
    def study() -> Any:
        return JSONResponse(room.overview())

    @app.get("/api/release")
    def standing() -> Any:
        room.follower.settle()
        return JSONResponse(dict(room.hands.standing()))

    @app.get("/api/search")
    def search(words: str) -> Any:
        return JSONResponse(room.search(words))

    @app.get("/api/notes")
    def notes() -> Any:
        return JSONResponse(room.notes())

    @app.get("/api/preferences")
    def preferences() -> Any:
        return JSONResponse(read_preferences(room.preferences).model_dump())

    @app.post("/api/preferences")
    def prefer(body: dict[str, Any] = Body(...)) -> Any:  # noqa: B008
        try:
            kept = Preferences.model_validate(body)
        except ValidationError:
            raise HTTPException(422, "these are no preferences") from None
        keep_preferences(room.preferences, kept)
        return JSONResponse(kept.model_dump())


def _add_reading(app: FastAPI, room: Room) -> None:
    @app.get("/api/recordings/{recording}/changes")
    def changes(recording: str, since: int = 0) -> Any:
        found = room.desk(recording).changes(since)
        return JSONResponse(
            {**found, "following": room.follower.busy, "problem": room.follower.problem}
        )

    @app.get("/api/recordings/{recording}/guide")
    def guide(recording: str) -> Any:
        room.desk(recording)
        return JSONResponse(room.guide(recording))

    @app.get("/api/recordings/{recording}/public")
    def public(recording: str) -> Any:
        room.desk(recording)
        # What the public reads follows every decision made so far.
        room.follower.settle()
        return JSONResponse(list(room.hands.public(recording)))

    @app.get("/api/recordings/{recording}/blockers")
    def blockers(recording: str) -> Any:
        room.desk(recording)
        room.follower.settle()
        return JSONResponse(dict(room.hands.blockers(recording)))


def _add_sound(app: FastAPI, room: Room) -> None:
    @app.get("/api/recordings/{recording}/audio")
    def audio(recording: str) -> Any:
        room.desk(recording)
        path = room.audio(recording)
        if path is None:
            raise HTTPException(404, "there is no sound")
        return FileResponse(path, media_type="audio/flac")

    @app.get("/api/recordings/{recording}/peaks")
    def peaks(recording: str) -> Any:
        room.desk(recording)
        path = room.peaks(recording)
        if path is None:
            raise HTTPException(404, "there is no sound")
        return FileResponse(path, media_type="application/json")


def _add_writing(app: FastAPI, room: Room) -> None:
    @app.post("/api/recordings/{recording}/operations")
    def perform(recording: str, body: dict[str, Any] = Body(...), since: int = 0) -> Any:  # noqa: B008
        desk = room.desk(recording)
        try:
            operation = PARSER.validate_python(body)
        except ValidationError as error:
            # What was sent may hold transcript text: the answer names fields only.
            where = [".".join(map(str, one["loc"])) for one in error.errors(include_input=False)]
            raise HTTPException(422, f"not an operation: {', '.join(where)}") from None
        record = room.perform(recording, operation)
        try:
            found = desk.changes(since)
        except TranscribeError:
            # It is kept, and the page has to know that; it asks for changes again by itself.
            found = {"version": since, "order": None, "turns": []}
        return JSONResponse(
            {
                "record": record,
                **found,
                "following": room.follower.busy,
                "problem": room.follower.problem,
            }
        )

    @app.post("/api/recordings/{recording}/sign-off")
    def sign_off(recording: str, name: str = Body(..., embed=True, min_length=1)) -> Any:
        desk = room.desk(recording)
        room.sign_off(recording, name=name.strip())
        return JSONResponse(desk.changes(0))
