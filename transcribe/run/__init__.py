"""Intake, artefacts, and the executor that takes recordings through the stages."""
