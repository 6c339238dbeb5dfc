"""What a cell is called when a clerk is told about it."""

from tonghop.core.definitions import Campaign, FixedRow, Form, FormField, Rows, Text


def label_of(field: FormField, row: FixedRow | None = None) -> Text:
    """Return a field's heading with what it stands under: its row's label, else its group's heading."""
    above = row.label if row is not None else field.group
    if above is None:
        return field.label
    return Text(vi=f"{above.vi} – {field.label.vi}", en=f"{above.en} – {field.label.en}")


def named(campaign: Campaign, form: str, row: str, field: str) -> Text:
    """Return what an answer or a measure is called, with its form: codes where the campaign no longer has them."""
    found = next((one for one in campaign.forms if one.code == form), None)
    if found is None:
        code = ".".join(part for part in (form, row, field) if part)
        return Text(vi=code, en=code)
    label = _label(found, row, field)
    return Text(vi=f"{found.number} – {label.vi}", en=f"{found.number} – {label.en}")


def _label(form: Form, row: str, field: str) -> Text:
    column = next((one for one in (*form.fields, *form.texts) if one.name == field), None)
    fixed = next((one for one in form.fixed_rows if one.code == row), None)
    if column is None:
        return form.count_label or Text(vi=field, en=field)
    if fixed is not None or not row or form.rows is not Rows.LIST:
        return label_of(column, fixed)
    return Text(vi=f"dòng {row} – {column.label.vi}", en=f"row {row} – {column.label.en}")
