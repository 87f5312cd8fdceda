"""Wrong use of commands and options, told as everything is: what is wrong, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from okr.errors import OkrError

if TYPE_CHECKING:
    from typer._click import Command as AnyCommand
    from typer._click import Context, Parameter
    from typer._click.exceptions import BadParameter, UsageError


class Command(TyperCommand):
    """A command whose options and arguments are refused in our words."""

    allow_extra_args = True  # so that it is we who refuse them

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read options and arguments.

        Raises:
            OkrError: There is one too many, or too few, or a wrong one.
        """
        extra = _read(super().parse_args, ctx, args)
        if extra and not ctx.resilient_parsing:
            quotes = ", with quotes around what has spaces" if _arguments(ctx) else ""
            raise OkrError(f'there is no place for "{" ".join(extra)}"', hint=f"Write {_form(ctx)}{quotes}.")
        return extra


class Group(TyperGroup):
    """A group of commands; one that it does not have is told with the nearest."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read what stands before the command; with nothing at all, show the help.

        Raises:
            OkrError: There is a wrong option.
        """
        return _read(super().parse_args, ctx, [] if args == ["--"] else args)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, AnyCommand | None, list[str]]:
        """The command that is meant.

        Raises:
            OkrError: There is none of that name.
        """
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            path = ctx.command_path
            near = _nearest(args[0], self.list_commands(ctx))
            hint = f'Did you mean "{path} {near}"?' if near else f"See {path} --help for what there is."
            raise OkrError(f'there is no command "{path} {args[0]}"', hint=hint)
        return super().resolve_command(ctx, args)


class App(typer.Typer):
    """A Typer app whose commands are ours."""

    def command(self, *arguments: Any, **options: Any) -> Callable[..., Any]:
        """What Typer's `command` does, with our own kind of command unless another one is named."""
        return super().command(*arguments, **{"cls": Command, **options})


def _read(parse: Callable[[Context, list[str]], list[str]], ctx: Context, args: list[str]) -> list[str]:
    from typer._click.exceptions import NoArgsIsHelpError, UsageError

    typed = [*args]  # Typer takes the words away that it has read
    try:
        return parse(ctx, args)
    except NoArgsIsHelpError:
        raise
    except UsageError as error:
        raise _in_our_words(error, ctx, typed) from None


def _in_our_words(error: UsageError, ctx: Context, typed: list[str]) -> OkrError:
    from typer._click.exceptions import BadOptionUsage, BadParameter, MissingParameter, NoSuchOption

    if isinstance(error, NoSuchOption):
        return _unknown_option(_as_typed(error.option_name, typed), ctx)
    if isinstance(error, BadOptionUsage):
        return _misused_option(error.option_name, ctx)
    if isinstance(error, MissingParameter) and error.param is not None:
        return OkrError(f"{_name(error.param, ctx)} is missing", hint=f"Write {_form(ctx)}.")
    if isinstance(error, BadParameter) and error.param is not None:
        return _bad_value(error, error.param, ctx)
    return OkrError(error.format_message(), hint=f"See {ctx.command_path} --help.")


def _as_typed(name: str, typed: list[str]) -> str:
    """An unknown option as it was typed: of `-root` Typer tells no more than `-r`."""
    words = (word.partition("=")[0] for word in typed)
    return next((word for word in words if word.startswith(name)), name)


def _unknown_option(name: str, ctx: Context) -> OkrError:
    options = [option for each in ctx.command.get_params(ctx) for option in each.opts if option[:2] == "--"]
    word = name.lstrip("-")
    near = _nearest(f"--{word}", options) if len(word) > 1 else None
    if near:
        hint = f'Did you mean "{near}"?'
    elif isinstance(ctx.command, Group):
        hint = f"Options of a command follow it; see {ctx.command_path} --help."
    else:
        hint = f"See {ctx.command_path} --help for what there is."
    return OkrError(f"there is no option {name}", hint=hint)


def _misused_option(name: str, ctx: Context) -> OkrError:
    """An option without the value that it needs, or with one that it does not take: the only two misuses."""
    option = next(each for each in ctx.command.get_params(ctx) if name in each.opts)
    if _is_flag(option):
        return OkrError(f"{name} takes no value", hint=f"Write {name} alone.")
    return OkrError(f"{name} needs a value", hint=f"Write {name} {option.make_metavar(ctx)}.")


def _bad_value(error: BadParameter, param: Parameter, ctx: Context) -> OkrError:
    """A value that is none of its kind; a flag has one only in the environment."""
    if _is_flag(param):
        return OkrError(f"{param.envvar} says neither yes nor no", hint="Set it to 1 or 0, or leave it out.")
    return OkrError(
        f"{_name(param, ctx)}: {error.message.rstrip('.')}", hint=f"See {ctx.command_path} --help."
    )


def _is_flag(param: Parameter) -> bool:
    return bool(getattr(param, "is_flag", False))


def _form(ctx: Context) -> str:
    """How a command is written."""
    return " ".join([ctx.command_path, *_arguments(ctx)])


def _arguments(ctx: Context) -> list[str]:
    params = ctx.command.get_params(ctx)
    return [_name(each, ctx) for each in params if each.param_type_name == "argument"]


def _name(param: Parameter, ctx: Context) -> str:
    """As the help names it; that an argument may be repeated is none of its name."""
    if param.param_type_name == "option":
        return param.opts[0]
    return param.make_metavar(ctx).removesuffix("...")


def _nearest(word: str, known: Iterable[str]) -> str | None:
    """The one that begins so, else the one that is written nearly so."""
    from okr.workspace.mistakes import nearest

    names = list(known)
    beginning = [each for each in names if each.startswith(word)]
    return beginning[0] if len(beginning) == 1 else nearest(word, names)
