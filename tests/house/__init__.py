"""What holds for the code itself: imports, names, migrations, templates, docs, CI and benchmarks."""
