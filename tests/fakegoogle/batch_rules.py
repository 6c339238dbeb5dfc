"""batchUpdate requests about validations, conditional formats, protections, filters, names and metadata."""

from collections.abc import Callable, Mapping

from tests.fakegoogle.batch_sheets import update_mask
from tests.fakegoogle.context import Context
from tests.fakegoogle.errors import invalid
from tests.fakegoogle.formulas import carried, titles
from tests.fakegoogle.grid import Area, area
from tests.fakegoogle.masks import written
from tests.fakegoogle.moving import with_formulas
from tests.fakegoogle.protection import check
from tests.fakegoogle.shapes import Cell, Json, Position
from tests.fakegoogle.state import Sheet, Spreadsheet


def _set_validation(context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    """Without a rule, validation is removed from the range."""
    target = area(spreadsheet, given.get("range", {}))
    check(context, spreadsheet, target)
    rule = given.get("rule")
    if rule and "condition" not in rule:
        raise invalid("A condition must be specified.")
    for at in target if rule else target.filled:
        cell = {name: item for name, item in target.sheet.cells.get(at, {}).items() if name != "dataValidation"}
        target.sheet.put(at, cell | (_seen_from(target, at, rule) if rule else {}))


def _seen_from(target: Area, at: Position, rule: Json) -> Cell:
    """A rule's formulas are meant for the range's first cell; the others have them as if copied."""
    down, right = at[0] - target.top, at[1] - target.left
    return with_formulas({"dataValidation": rule}, lambda formula: carried(formula, down, right))


def _add_conditional(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    rule = given.get("rule", {})
    if not rule.get("ranges") or not ("booleanRule" in rule or "gradientRule" in rule):
        raise invalid("A conditional format rule needs ranges and a rule.")
    sheet = spreadsheet.sheet(rule["ranges"][0].get("sheetId", 0))
    if any(found.get("sheetId", 0) != sheet.id for found in rule["ranges"]):
        raise invalid("All ranges of a conditional format rule must be on the same sheet.")
    _check_condition(sheet, rule.get("booleanRule", {}).get("condition", {}))
    sheet.conditional.insert(_rule_index(given, len(sheet.conditional)), rule)


def _check_condition(sheet: Sheet, condition: Json) -> None:
    """Refuse what a conditional format cannot have: a formula that is none, or one about another tab."""
    for value in condition.get("values", []):
        text = value.get("userEnteredValue", "")
        if condition.get("type") == "CUSTOM_FORMULA" and not text.startswith("="):
            raise invalid(f"Invalid ConditionValue.userEnteredValue: {text}")
        if any(title.casefold() != sheet.title.casefold() for title in titles(text)):
            raise invalid("Conditional format rule cannot reference a different sheet.")


def _rule_index(given: Json, length: int) -> int:
    index: int = given.get("index", 0)
    if not 0 <= index <= length:
        raise invalid(f"Index {index} is out of bounds for {length} conditional formats.")
    return index


def _existing(spreadsheet: Spreadsheet, given: Json) -> tuple[Sheet, int]:
    rule = given.get("rule", {})
    ranges = rule.get("ranges", [{}])
    sheet = spreadsheet.sheet(given.get("sheetId", ranges[0].get("sheetId", 0)))
    index = given.get("index", 0)
    if not 0 <= index < len(sheet.conditional):
        raise invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return sheet, index


def _delete_conditional(_context: Context, spreadsheet: Spreadsheet, given: Json) -> Json:
    sheet, index = _existing(spreadsheet, given)
    return {"rule": sheet.conditional.pop(index)}


def _update_conditional(_context: Context, spreadsheet: Spreadsheet, given: Json) -> Json:
    sheet, index = _existing(spreadsheet, given)
    old = sheet.conditional.pop(index)
    if "rule" in given:
        _check_condition(sheet, given["rule"].get("booleanRule", {}).get("condition", {}))
        sheet.conditional.insert(index, given["rule"])
        return {"newRule": given["rule"], "oldRule": old, "newIndex": index}
    new_index = given.get("newIndex", 0)
    sheet.conditional.insert(new_index, old)
    return {"newRule": old, "newIndex": new_index, "oldIndex": index}


def _add_protected(context: Context, spreadsheet: Spreadsheet, given: Json) -> Json:
    """The id is Google's to choose; whoever adds it may edit it. The reply does not name him yet, later reads do."""
    wanted = given.get("protectedRange", {})
    editors = wanted.get("editors", {})
    users = {*editors.get("users", []), context.user}
    rest = {name: item for name, item in wanted.items() if name not in {"protectedRangeId", "editors"}}
    kept = {"protectedRangeId": context.world.number(), **rest, "requestingUserCanEdit": True}
    said = {name: item for name, item in editors.items() if item}
    sheet = spreadsheet.sheet(wanted.get("range", {}).get("sheetId", 0))
    if kept.get("warningOnly"):
        sheet.protected.append(kept)
        return {"protectedRange": kept}
    sheet.protected.append(kept | {"editors": {**said, "users": sorted(users)}})
    return {"protectedRange": kept | {"editors": said}}


def _protected(spreadsheet: Spreadsheet, number: int) -> tuple[Sheet, int]:
    for sheet in spreadsheet.sheets:
        for index, item in enumerate(sheet.protected):
            if item["protectedRangeId"] == number:
                return sheet, index
    raise invalid(f"No protected range with ID: {number}")


def _delete_protected(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    sheet, index = _protected(spreadsheet, given.get("protectedRangeId", 0))
    sheet.protected.pop(index)


def _update_protected(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    new = given.get("protectedRange", {})
    sheet, index = _protected(spreadsheet, new.get("protectedRangeId", 0))
    sheet.protected[index] = written(update_mask(given), sheet.protected[index], new)


def _set_filter(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    wanted = given.get("filter", {})
    target = area(spreadsheet, wanted.get("range", {}))
    target.sheet.basic_filter = wanted | {"range": target.grid_range()}


def _clear_filter(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    spreadsheet.sheet(given.get("sheetId", 0)).basic_filter = None


def _add_named(context: Context, spreadsheet: Spreadsheet, given: Json) -> Json:
    wanted = given.get("namedRange", {})
    identifier = wanted.get("namedRangeId", str(context.world.number()))
    if any(item["namedRangeId"] == identifier for item in spreadsheet.named_ranges):
        raise invalid(f"A named range with id {identifier} already exists.")
    if any(item["name"] == wanted["name"] for item in spreadsheet.named_ranges):
        raise invalid(f"A named range with name {wanted['name']} already exists.")
    area(spreadsheet, wanted.get("range", {}))
    named = {"namedRangeId": identifier} | wanted
    spreadsheet.named_ranges.append(named)
    return {"namedRange": named}


def _named(spreadsheet: Spreadsheet, identifier: str) -> int:
    for index, item in enumerate(spreadsheet.named_ranges):
        if item["namedRangeId"] == identifier:
            return index
    raise invalid(f"No named range with id: {identifier}")


def _delete_named(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    spreadsheet.named_ranges.pop(_named(spreadsheet, given.get("namedRangeId", "")))


def _update_named(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    new = given.get("namedRange", {})
    index = _named(spreadsheet, new.get("namedRangeId", ""))
    spreadsheet.named_ranges[index] = written(update_mask(given), spreadsheet.named_ranges[index], new)


def _create_metadata(context: Context, spreadsheet: Spreadsheet, given: Json) -> Json:
    """Only that of the whole spreadsheet is kept in the state; elsewhere it would have to move with its rows."""
    wanted = given.get("developerMetadata", {})
    if not wanted.get("location", {}).get("spreadsheet"):
        raise invalid("The fake keeps developer metadata of whole spreadsheets only.")
    identifier = wanted.get("metadataId", context.world.number())
    if any(item["metadataId"] == identifier for item in spreadsheet.developer_metadata):
        raise invalid(f"Developer metadata with ID {identifier} already exists.")
    location = {"locationType": "SPREADSHEET", "spreadsheet": True}
    spreadsheet.developer_metadata.append(wanted | {"metadataId": identifier, "location": location})
    return {"developerMetadata": spreadsheet.developer_metadata[-1]}


HANDLERS: Mapping[str, Callable[[Context, Spreadsheet, Json], Json | None]] = {
    "setDataValidation": _set_validation,
    "addConditionalFormatRule": _add_conditional,
    "deleteConditionalFormatRule": _delete_conditional,
    "updateConditionalFormatRule": _update_conditional,
    "addProtectedRange": _add_protected,
    "deleteProtectedRange": _delete_protected,
    "updateProtectedRange": _update_protected,
    "setBasicFilter": _set_filter,
    "clearBasicFilter": _clear_filter,
    "addNamedRange": _add_named,
    "deleteNamedRange": _delete_named,
    "updateNamedRange": _update_named,
    "createDeveloperMetadata": _create_metadata,
}
