"""All that ./run starts: dependencies, a PostgreSQL of its own, the web and the worker."""
