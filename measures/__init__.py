"""The doing: measures, milestones, budgets, progress reports."""
