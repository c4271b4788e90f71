"""Jinja2 as it is, without three costs that a page pays hundreds of times.

Autoescaping, calls and imports of macros take more time than the text around them; what comes out is the same.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]


def escaped(value: Any) -> str:
    """`value` as HTML, ready to be joined: a plain string, because nobody asks a finished piece whether it is safe."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    return value if kind is Markup else escape(value)


class QuickContext(Context):
    def call(self, called: Any, /, *values: Any, **named: Any) -> Any:
        """Functions that ask for nothing of the template, and macros, without looking for what they might ask."""
        kind = type(called)
        if kind is Macro:
            values = (self.eval_ctx, *values)
        elif kind is not FunctionType or called.__dict__:
            return super().call(called, *values, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(*values, **named)


class QuickTemplate(Template):
    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """All our templates have the same globals; Jinja compares them at every import."""
        return super()._get_default_module()


class QuickGenerator(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 (Jinja's name)
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import escaped as escape")


class QuickEnvironment(Environment):
    context_class = QuickContext
    template_class = QuickTemplate
    code_generator_class = QuickGenerator
