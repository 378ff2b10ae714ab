"""The study's table of pseudonyms on disk."""

from __future__ import annotations

import secrets

from transcribe.core.codec import to_json
from transcribe.errors import TranscribeError
from transcribe.run.store import Workspace, json_bytes, read_json, write_if_changed
from transcribe.stages.surrogates import PseudonymTable


def read_table(workspace: Workspace) -> PseudonymTable:
    """The study's table of pseudonyms; a new one with a new secret when there is none.

    Raises
    ------
    TranscribeError
        When it is damaged.
    """
    path = workspace.pseudonyms_path
    try:
        data = read_json(path)
    except FileNotFoundError:
        return PseudonymTable(secret=secrets.token_hex(32))
    except TranscribeError:
        data = None
    try:
        table = PseudonymTable(
            secret=data["secret"],
            numbers=data["numbers"],
            retired=tuple(data["retired"]),
            public_ids=data["public_ids"],
        )
        bytes.fromhex(table.secret)
    except (TypeError, KeyError, ValueError):
        raise TranscribeError(
            f"{path} is damaged, and numbers already published depend on it",
            hint="put it back from a copy of the private folder",
        ) from None
    return table


def write_table(workspace: Workspace, table: PseudonymTable) -> None:
    """Keep the table, in an order that says nothing of when a name came up."""
    data = to_json(table)
    for part in ("numbers", "public_ids"):
        data[part] = dict(sorted(data[part].items()))
    data["retired"] = sorted(data["retired"])
    write_if_changed(workspace.pseudonyms_path, json_bytes(data))
