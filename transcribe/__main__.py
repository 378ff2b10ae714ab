"""``python -m transcribe``."""

from transcribe.cli.app import main

if __name__ == "__main__":
    main()
