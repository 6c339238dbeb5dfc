"""What a cell is called when a clerk is told about it."""

from tonghop.core.definitions import FixedRow, FormField, Text


def label_of(field: FormField, row: FixedRow | None = None) -> Text:
    """Return a field's heading with what it stands under: its row's label, else its group's heading."""
    above = row.label if row is not None else field.group
    if above is None:
        return field.label
    return Text(vi=f"{above.vi} – {field.label.vi}", en=f"{above.en} – {field.label.en}")
