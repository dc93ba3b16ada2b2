"""Exports of survey and audience tools, read as text."""
