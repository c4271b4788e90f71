"""What people type about themselves, turned into values."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cinnabar.kit.clock import now
from cinnabar.kit.fields import PlainText
from cinnabar.people.channels import CHANNELS
from cinnabar.people.countries import country_choices
from cinnabar.people.handles import LONGEST, SHORTEST, tidy_handle
from cinnabar.people.models import Person
from cinnabar.people.profiles import NewPerson, Profile
from cinnabar.people.traits import TRAIT_LENGTH, TRAITS

OLDEST_BIRTH_YEAR = 1900
PASSWORD_HELP = _("At least 8 characters, and not one that everybody uses.")


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Handle or e-mail")
        self.fields["password"].help_text = ""

    def clean_login(self) -> str:
        login = self.cleaned_data["login"].strip()
        return login if "@" in login[1:] else tidy_handle(login)


class SignupForm(allauth_forms.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["username"].label = _("Handle")
        self.fields["username"].help_text = _("The name others see, %(shortest)s to %(longest)s characters.") % {
            "shortest": SHORTEST,
            "longest": LONGEST,
        }
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = PASSWORD_HELP

    def new_person(self, *, language: str) -> NewPerson:
        typed = self.cleaned_data
        return NewPerson(
            handle=typed["username"],
            email=typed["email"],
            password=typed["password1"],
            profile=Profile(language=language),
        )


class PasswordResetForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]  # a browser can show what is typed
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_HELP


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]  # a browser can show what is typed
        self.fields["oldpassword"].label = _("Your password now")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_HELP


class ChangeEmailForm(allauth_forms.AddEmailForm):
    """A new address, with the password: an open browser alone must not give the account away."""

    password = forms.CharField(widget=forms.PasswordInput, label=_("Your password now"), strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("That is not your password."), "wrong")
        return password


class LanguageForm(forms.Form):
    language = forms.ChoiceField(required=False, label=_("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("As my browser asks")), *settings.LANGUAGES]  # type: ignore[attr-defined]


class ProfileForm(forms.Form):
    """Everything a person may say of themselves."""

    name = PlainText(most=40, label=_("Display name"))
    bio = PlainText(most=160, lines=True, required=False, label=_("About you"))
    language = forms.ChoiceField(required=False, label=_("Language"))
    country = forms.ChoiceField(required=False, label=_("Country"))
    city = PlainText(most=60, required=False, label=_("City"))
    birth_year = forms.IntegerField(
        required=False, label=_("Year of birth"), help_text=_("Never shown to others."), widget=forms.TextInput
    )
    gender = forms.ChoiceField(
        required=False,
        label=_("Gender"),
        help_text=_("Never shown to others."),
        choices=[
            ("", _("Rather not say")),
            ("female", pgettext_lazy("gender", "Woman")),
            ("male", pgettext_lazy("gender", "Man")),
            ("other", pgettext_lazy("gender", "Another")),
        ],
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(person, name) for name in self.base_fields} | _trait_values(person))
        super().__init__(*args, **kwargs)
        self.person = person
        for name, choices in (
            ("language", [("", _("As my browser asks")), *settings.LANGUAGES]),
            ("country", [("", "—"), *country_choices()]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for trait in TRAITS:
            self.fields[f"trait_{trait.key}"] = PlainText(most=TRAIT_LENGTH, required=False, label=trait.name)

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and not OLDEST_BIRTH_YEAR <= year <= now().year:
            raise ValidationError(
                _("A year from %(first)s to %(last)s."), "range", {"first": OLDEST_BIRTH_YEAR, "last": now().year}
            )
        return year

    @property
    def traits(self) -> list[tuple[forms.BoundField, str | Promise]]:
        """Each trait's field with an example of what to write."""
        return [(self[f"trait_{trait.key}"], trait.example) for trait in TRAITS]

    def profile(self) -> Profile:
        typed = self.cleaned_data
        said = {trait.key: typed[f"trait_{trait.key}"] for trait in TRAITS}
        return Profile(
            name=typed["name"],
            bio=typed["bio"],
            language=typed["language"],
            country=typed["country"],
            region=self.person.region,
            city=typed["city"],
            birth_year=typed["birth_year"],
            gender=typed["gender"],
            traits={key: value for key, value in said.items() if value},
        )


def _trait_values(person: Person) -> dict[str, Any]:
    return {f"trait_{trait.key}": person.traits.get(trait.key, "") for trait in TRAITS}


class InterestsForm(forms.Form):
    channels = forms.MultipleChoiceField(
        choices=[(channel.slug, channel.name) for channel in CHANNELS], required=False, label=_("Channels")
    )
