"""Arithmetic alone: numbers in, numbers out; no tables, no engine."""
