"""What may be entered, is it valid, and who may see which field?"""

from forms.form import Form, Outcome, Right
from forms.loading import load_form
from forms.refusals import FieldRefusal, FormInvalid, FormRefused, ReadOnlyField
from forms.validation import Accepted, validate

__all__ = [
    "Accepted",
    "FieldRefusal",
    "Form",
    "FormInvalid",
    "FormRefused",
    "Outcome",
    "ReadOnlyField",
    "Right",
    "load_form",
    "validate",
]
