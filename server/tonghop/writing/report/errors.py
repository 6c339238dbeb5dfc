"""What can keep a report from being made."""

from tonghop.core.errors import TonghopError, UnreadableFile, marked


class BadTemplate(UnreadableFile):
    """``where`` quotes the words beside the fault, ``problem`` says what it is."""

    message = marked(
        "The report's Word template cannot be used, at “{where}”: {problem}. Correct the tag there in Word, "
        "or begin anew with the template that comes with the program."
    )


class NotATemplate(UnreadableFile):
    message = marked(
        "The report's template is not a Word document that can be used ({problem}). "
        "Save it in Word as “Word Document (.docx)”, without macros and without links to other files."
    )


class NoLibreOffice(TonghopError):
    message = marked("LibreOffice is not installed here. Open the Word file and save it as PDF.")


class NoPdf(TonghopError):
    message = marked(
        "LibreOffice could not make a PDF of the report ({problem}). Open the Word file and save it as PDF."
    )
