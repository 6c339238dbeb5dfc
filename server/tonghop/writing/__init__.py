"""Workbooks written: the clerk's to fill, and the consolidated one."""
