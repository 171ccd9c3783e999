"""The planner's year: closing, copying, translating."""
