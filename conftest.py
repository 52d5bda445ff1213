"""What every test may use: the town and friends in tests/conftest.py, and what a machine must have in needs.py."""

pytest_plugins = [
    "tests.plugins.needs",
    "tests.plugins.installed",
    "tests.plugins.once",
    "tests.plugins.first",
    "tests.plugins.proving",
]
